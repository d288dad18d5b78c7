package io.petty.jobs.run;

import io.petty.jobs.Progress;
import io.petty.jobs.batch.PartitionedSteps;
import io.petty.jobs.batch.StepLog;
import io.petty.jobs.feedback.FeedbackJobConfiguration;
import io.petty.jobs.feedback.FeedbackOnDays;
import io.petty.jobs.folding.FoldingJobConfiguration;
import io.petty.jobs.ingest.IngestJobConfiguration;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.timeline.TimelineJobConfiguration;
import io.petty.lake.EventDays;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.core.step.AbstractStep;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application context with all jobs and steps; what isn't asked for in it is never made. */
public final class JobContext {
    private final JobParts parts;
    private final Lease lease;
    private final PartitionEngine engine;
    private final Progress progress;
    private final List<StepExecutionListener> stepListeners;
    /** @param stepListeners who else is told of each step and partition, on its own thread */
    JobContext(
            JobParts parts,
            Lease lease,
            PartitionEngine engine,
            Progress progress,
            List<StepExecutionListener> stepListeners) {
        this.parts = parts;
        this.lease = lease;
        this.engine = engine;
        this.progress = progress;
        List<StepExecutionListener> all = new ArrayList<>(List.of(new StepLog()));
        all.addAll(stepListeners);
        this.stepListeners = List.copyOf(all);
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
        beans.addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof AbstractStep step) {
                    stepListeners.forEach(step::registerStepExecutionListener);
                }
                return bean;
            }
        });
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
        beans.registerSingleton("progress", progress);
        beans.registerSingleton("clock", parts.clock());
        beans.registerSingleton("lease", lease);
        beans.registerSingleton("engine", engine);
        beans.registerSingleton("stepListeners", new StepListeners(stepListeners));
    }

    /** Not a list, which the context would put together of all listeners that it has. */
    private record StepListeners(List<StepExecutionListener> list) {}

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
    public static class Jobs {
        /** What partitions leave behind: our own records and Iceberg's data files; nothing else is ever read back. */
        private static final String OUR_CLASSES = "io.petty.**;org.apache.iceberg.**;";

        @Bean
        public ExecutionContextSerializer executionContextSerializer() {
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
                PlatformTransactionManager transactions,
                PartitionEngine engine,
                StepListeners listeners) {
            return new PartitionedSteps(repository, new TransactionTemplate(transactions), engine, listeners.list());
        }
    }
}
