package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.lease.Lease;
import io.petty.jobs.lease.LeaseLostException;
import io.petty.lake.Deliveries;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Starts the jobs. The application context is only made when the first job is, so that a run that finds everything
 * fresh never waits for it.
 */
public final class BatchJobs implements Closeable {
    private final Supplier<Lake> lake;
    private final Storage raw;
    private final @Nullable FeedbackRoot feedbackRoot;
    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;
    private final EventDays eventDays;
    private final JobSettings settings;
    private final WorkFolder work;
    private final Lease lease;
    private final StopRequest stop;
    private final Progress progress;
    private final Clock clock;
    private final List<StepExecutionListener> stepListeners;
    private @Nullable ConfigurableApplicationContext context;

    /**
     * Makes ready to start jobs.
     *
     * @param feedbackRoot null where there is none
     * @param stepListeners who else is told of each step and partition, on its own thread
     */
    public BatchJobs(
            Supplier<Lake> lake,
            Storage raw,
            @Nullable FeedbackRoot feedbackRoot,
            Deliveries deliveries,
            FeedbackDeliveries feedback,
            Publications publications,
            EventDays eventDays,
            JobSettings settings,
            WorkFolder work,
            Lease lease,
            StopRequest stop,
            Progress progress,
            Clock clock,
            List<StepExecutionListener> stepListeners) {
        this.lake = lake;
        this.raw = raw;
        this.feedbackRoot = feedbackRoot;
        this.deliveries = deliveries;
        this.feedback = feedback;
        this.publications = publications;
        this.eventDays = eventDays;
        this.settings = settings;
        this.work = work;
        this.lease = lease;
        this.stop = stop;
        this.progress = progress;
        this.clock = clock;
        this.stepListeners = List.copyOf(stepListeners);
    }

    /**
     * Ingests a delivery day. Where an earlier run began with the same files and didn't finish, what it finished is kept.
     *
     * @throws StopRequest.StoppedException when it was asked to stop
     * @throws LeaseLostException when another run took over
     * @throws Exception the first thing that went wrong in a step
     */
    public void ingest(RawDelivery delivery) throws Exception {
        String inputs = work.inputs(delivery, settings.rawRules());
        start(
                IngestJobConfiguration.JOB,
                inputs,
                origin -> BatchRun.ingest(lease.run(), origin, inputs, delivery.day()));
    }

    /**
     * Computes and publishes event days, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void computeTimelines(List<LocalDate> days) throws Exception {
        String inputs = work.inputs(eventDays, days);
        start(TimelineJobConfiguration.JOB, inputs, origin -> BatchRun.timeline(lease.run(), origin, inputs, days));
    }

    /**
     * The shards of feedback documents that changed since they were last read, ready to be read; none where no feedback root
     * is named.
     *
     * @throws IOException when the root can't be listed
     */
    public List<FeedbackListing.Shard> changedFeedback() throws IOException {
        if (feedbackRoot == null) {
            return List.of();
        }
        return work.listFeedback(feedbackRoot, lease.run()).changed(feedback.shards());
    }

    /**
     * Reads feedback documents; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void readFeedback(List<FeedbackListing.Shard> changed) throws Exception {
        String inputs = work.feedbackInputs(changed);
        String listing = work.saveFeedbackShards(changed, lease.run());
        start(FeedbackJobConfiguration.JOB, inputs, origin -> BatchRun.feedback(lease.run(), origin, inputs, listing));
    }

    /**
     * Folds feedback into published event days whose events stay as they are, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void foldFeedback(List<LocalDate> days) throws Exception {
        String inputs = work.inputs(eventDays, days);
        start(FoldingJobConfiguration.JOB, inputs, origin -> BatchRun.timeline(lease.run(), origin, inputs, days));
    }

    private void start(String job, String inputs, LongFunction<JobParameters> parameters) throws Exception {
        stop.check();
        lease.check();
        ConfigurableApplicationContext jobs = context();
        JobOperator operator = jobs.getBean(JobOperator.class);
        UnfinishedJobs unfinished =
                new UnfinishedJobs(lake.get().database().dataSource(), jobs.getBean(JobRepository.class), operator);
        long origin = unfinished.find(job, inputs).map(BatchRun::origin).orElse(lease.run());
        JobParameters given = parameters.apply(origin);
        JobExecution execution;
        try (MDC.MDCCloseable date = MDC.putCloseable("date", BatchRun.date(given))) {
            execution = operator.start(jobs.getBean(job, Job.class), given);
        }
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            lease.check();
            stop.check();
            throw cause(execution);
        }
    }

    private static Exception cause(JobExecution execution) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            // Partitioned steps fail with a message of Spring Batch's own; their partitions tell the reason.
            if (failure instanceof Exception exception && !(failure instanceof JobExecutionException)) {
                return exception;
            }
        }
        return new IllegalStateException("%s ended as %s: %s"
                .formatted(
                        execution.getJobInstance().getJobName(),
                        execution.getStatus(),
                        execution.getExitStatus().getExitDescription()));
    }

    private ConfigurableApplicationContext context() {
        if (context == null) {
            context = new SpringApplicationBuilder(Jobs.class)
                    .web(WebApplicationType.NONE)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(Map.of(
                            "spring.batch.job.enabled", "false",
                            "spring.batch.jdbc.initialize-schema", "never",
                            "spring.flyway.enabled", "false",
                            "spring.main.lazy-initialization", "true"))
                    .initializers(this::register)
                    .run();
        }
        return context;
    }

    private void register(ConfigurableApplicationContext made) {
        ConfigurableListableBeanFactory beans = made.getBeanFactory();
        List<StepExecutionListener> listeners = new ArrayList<>(List.of(new StepLog()));
        listeners.addAll(stepListeners);
        beans.addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof AbstractStep step) {
                    listeners.forEach(step::registerStepExecutionListener);
                }
                return bean;
            }
        });
        // Closing the database and the storages is their owner's task, not the context's.
        beans.registerSingleton("dataSource", lake.get().database().dataSource());
        beans.registerSingleton("lake", lake.get());
        beans.registerSingleton("raw", raw);
        if (feedbackRoot != null) {
            beans.registerSingleton("feedbackRoot", feedbackRoot);
        }
        beans.registerSingleton("deliveries", deliveries);
        beans.registerSingleton("feedbackDeliveries", feedback);
        beans.registerSingleton("publications", publications);
        beans.registerSingleton("eventDays", eventDays);
        beans.registerSingleton("jobSettings", settings);
        beans.registerSingleton("workFolder", work);
        beans.registerSingleton("lease", lease);
        beans.registerSingleton("stop", stop);
        beans.registerSingleton("progress", progress);
        beans.registerSingleton("clock", clock);
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }

    /** Named one by one, so that what else is on the class path, as a web server in tests, has no part in jobs. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class,
        BatchJdbcAutoConfiguration.class
    })
    @Import({
        IngestJobConfiguration.class,
        FeedbackJobConfiguration.class,
        TimelineJobConfiguration.class,
        FoldingJobConfiguration.class
    })
    static class Jobs {
        /** What partitions leave behind: our own records and Iceberg's data files; nothing else is ever read back. */
        private static final String OUR_CLASSES = "io.petty.**;org.apache.iceberg.**;";

        @Bean
        ExecutionContextSerializer executionContextSerializer() {
            DefaultExecutionContextSerializer serializer = new DefaultExecutionContextSerializer();
            serializer.setObjectInputFilter(ObjectInputFilter.Config.createFilter(
                    OUR_CLASSES + DefaultExecutionContextSerializer.DEFAULT_FILTER_PATTERN));
            return serializer;
        }

        @Bean
        FeedbackOnDays feedbackOnDays(Lake lake, EventDays eventDays) {
            return new FeedbackOnDays(lake, eventDays);
        }

        @Bean
        ThreadPoolTaskExecutor partitions(JobSettings settings) {
            return new ThreadPoolTaskExecutorBuilder()
                    .corePoolSize(settings.threads())
                    .maxPoolSize(settings.threads())
                    .threadNamePrefix("partition-")
                    .taskDecorator(StepLog::withFields)
                    .build();
        }
    }
}
