package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.lease.Lease;
import io.petty.jobs.worker.WorkerAccess;
import io.petty.lake.Lake;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The application context with all jobs and steps; what isn't asked for in it is never made. */
final class JobContext {
    private final JobParts parts;
    private final StopRequest stop;
    private final Progress progress;
    private final List<StepExecutionListener> stepListeners;
    private final List<BeanPostProcessor> postProcessors = new ArrayList<>();
    private @Nullable Lease lease;
    private @Nullable WorkerAccess workers;

    /** @param stepListeners who else is told of each step and partition, on its own thread */
    JobContext(JobParts parts, StopRequest stop, Progress progress, List<StepExecutionListener> stepListeners) {
        this.parts = parts;
        this.stop = stop;
        this.progress = progress;
        this.stepListeners = stepListeners;
    }

    /** Lets it publish; without this it can only do partitions. */
    JobContext withLease(Lease publishing) {
        lease = publishing;
        return this;
    }

    /** Has partitions done by workers; null for the threads of this process. */
    JobContext withWorkers(@Nullable WorkerAccess elsewhere) {
        workers = elsewhere;
        return this;
    }

    JobContext with(BeanPostProcessor postProcessor) {
        postProcessors.add(postProcessor);
        return this;
    }

    /** A plain context: all that Boot's application would add is looked for in every library on the class path. */
    ConfigurableApplicationContext open() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setAllowBeanDefinitionOverriding(false);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("jobs", Map.of("spring.batch.jdbc.initialize-schema", "never")));
        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        register(context);
        context.register(Jobs.class);
        try {
            context.refresh();
            return context;
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
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
        postProcessors.forEach(beans::addBeanPostProcessor);
        // Closing the database and the storages is their owner's task, not the context's.
        beans.registerSingleton("dataSource", parts.lake().get().database().dataSource());
        beans.registerSingleton("lake", parts.lake().get());
        beans.registerSingleton("raw", parts.raw());
        if (parts.feedbackRoot() != null) {
            beans.registerSingleton("feedbackRoot", parts.feedbackRoot());
        }
        beans.registerSingleton("deliveries", parts.deliveries());
        beans.registerSingleton("feedbackDeliveries", parts.feedback());
        beans.registerSingleton("publications", parts.publications());
        beans.registerSingleton("eventDays", parts.eventDays());
        beans.registerSingleton("forgottenCollars", parts.forgotten());
        beans.registerSingleton("jobSettings", parts.settings());
        beans.registerSingleton("workFolder", parts.work());
        beans.registerSingleton("stop", stop);
        beans.registerSingleton("progress", progress);
        beans.registerSingleton("clock", parts.clock());
        if (lease != null) {
            beans.registerSingleton("lease", lease);
        }
        if (workers != null) {
            beans.registerSingleton("workerAccess", workers);
        }
    }

    /** Named one by one, so that what else is on the class path, as a web server in tests, has no part in jobs. */
    @Configuration(proxyBeanMethods = false)
    @Import({
        // Each has a condition on the one before.
        TransactionManagerCustomizationAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        BatchJdbcAutoConfiguration.class,
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
        PartitionedSteps partitionedSteps(
                JobRepository repository,
                JobSettings settings,
                AsyncTaskExecutor partitions,
                ObjectProvider<WorkerAccess> workers,
                ObjectProvider<Lease> lease,
                DataSource dataSource,
                StopRequest stop,
                Progress progress) {
            WorkerAccess elsewhere = workers.getIfAvailable();
            return new PartitionedSteps(
                    repository,
                    settings,
                    partitions,
                    elsewhere == null
                            ? null
                            : new WorkerPartitionHandler(
                                    elsewhere, dataSource, repository, lease.getObject(), stop, progress));
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
