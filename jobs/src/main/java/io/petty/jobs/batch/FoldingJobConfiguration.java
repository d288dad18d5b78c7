package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.lease.Lease;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.springframework.batch.core.configuration.annotation.JobScope;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Folds feedback into event days whose readings didn't change: no event is computed again, and only buckets whose events
 * got feedback are written.
 */
@Configuration(proxyBeanMethods = false)
class FoldingJobConfiguration {
    static final String JOB = "foldingJob";

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    FoldingJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // published events -> what feedback on them is about

    @Bean
    Step foldingRecording(JobRepository repository, Lease lease, EventDays eventDays) {
        return new StepBuilder("foldingRecording", repository)
                .tasklet(new PublishedRecording(lake, lease, eventDays))
                .build();
    }

    // published events and feedback -> events with other feedback

    @Bean
    @JobScope
    Partitioner foldingPartitioner(@Value("#{jobExecution}") JobExecution job) {
        return gridSize -> {
            List<LocalDate> days = BatchRun.eventDays(job.getJobParameters());
            String name = days.size() == 1
                    ? "Folding feedback into " + days.get(0)
                    : "Folding feedback into %d days".formatted(days.size());
            progress.begin(name, "buckets", (long) lake.buckets().count() * days.size());
            return Partitions.of(days.stream().map(FoldingPartition::new).toList());
        };
    }

    @Bean
    @StepScope
    BucketItemReader foldingReader() {
        return new BucketItemReader(lake.buckets().count());
    }

    @Bean
    @StepScope
    FoldingWriter foldingWriter(
            Publications publications, FeedbackOnDays feedback, @Value("#{stepExecution}") StepExecution step) {
        LocalDate day = Partitions.input(step, FoldingPartition.class).day();
        return new FoldingWriter(
                lake,
                settings.timelineRules(),
                publications,
                feedback.of(step.getJobExecution(), day),
                day,
                BatchRun.fileName(step),
                progress);
    }

    @Bean
    Step folding(
            JobRepository repository, BucketItemReader foldingReader, FoldingWriter foldingWriter, StopRequest stop) {
        return new StepBuilder("folding", repository)
                .<Integer, Integer>chunk(1)
                .reader(foldingReader)
                .writer(foldingWriter)
                .listener(new PartitionListener(foldingWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step foldingPartitioned(PartitionedSteps partitioned, Partitioner foldingPartitioner, Step folding) {
        return partitioned.step("foldingPartitioned", foldingPartitioner, folding);
    }

    // publication of the event days

    @Bean
    Step foldingPublication(
            JobRepository repository, Lease lease, EventDays eventDays, Publications publications, Clock clock) {
        return new StepBuilder("foldingPublication", repository)
                .tasklet(new FoldingPublication(repository, lake, lease, eventDays, publications, clock))
                .build();
    }

    @Bean
    Job foldingJob(JobRepository repository, Step foldingRecording, Step foldingPartitioned, Step foldingPublication) {
        return new JobBuilder(JOB, repository)
                .start(foldingRecording)
                .next(foldingPartitioned)
                .next(foldingPublication)
                .build();
    }
}
