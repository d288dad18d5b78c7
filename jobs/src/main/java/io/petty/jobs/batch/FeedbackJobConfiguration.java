package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.lease.Lease;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.Lake;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
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
import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Reads owners' feedback: documents become rejects or feedback, and event days' feedback is put together of those. */
@Configuration(proxyBeanMethods = false)
class FeedbackJobConfiguration {
    static final String JOB = "feedbackJob";

    /** Partitions a thread gets, so that a large shard doesn't hold the others up. */
    private static final int PARTITIONS_A_THREAD = 4;

    /** Requests to S3 under way at once, of all partitions together. */
    private static final int FETCHES = 32;

    private final Lake lake;
    private final Progress progress;

    FeedbackJobConfiguration(Lake lake, Progress progress) {
        this.lake = lake;
        this.progress = progress;
    }

    // documents -> documents that were read and rejects, by shard

    @Bean
    @JobScope
    Partitioner feedbackDocumentPartitioner(WorkFolder work, Clock clock, @Value("#{jobExecution}") JobExecution job) {
        return gridSize -> {
            List<FeedbackListing.Shard> shards = work.feedbackShards(BatchRun.listing(job.getJobParameters()));
            progress.begin(
                    "Reading feedback",
                    "documents",
                    shards.stream().mapToLong(FeedbackListing.Shard::documents).sum());
            LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            int partitions = Math.min(shards.size(), gridSize * PARTITIONS_A_THREAD);
            List<FeedbackPartition> dealt = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                dealt.add(new FeedbackPartition(
                        shards.subList(shards.size() * i / partitions, shards.size() * (i + 1) / partitions), today));
            }
            return Partitions.of(dealt);
        };
    }

    @Bean
    ThreadPoolTaskExecutor feedbackFetching() {
        return new ThreadPoolTaskExecutorBuilder()
                .corePoolSize(FETCHES)
                .maxPoolSize(FETCHES)
                .threadNamePrefix("feedback-")
                .build();
    }

    @Bean
    @StepScope
    FeedbackDocumentReader feedbackDocumentReader(
            WorkFolder work,
            FeedbackRoot root,
            ForgottenCollars forgotten,
            ThreadPoolTaskExecutor feedbackFetching,
            @Value("#{stepExecution}") StepExecution step) {
        return new FeedbackDocumentReader(
                lake,
                work.files(),
                root,
                Partitions.input(step, FeedbackPartition.class),
                // A folder answers faster than another thread could be asked.
                root.documents().root().isS3() ? feedbackFetching.getThreadPoolExecutor() : null,
                forgotten.loadWithEvents(),
                progress);
    }

    @Bean
    @StepScope
    FeedbackDocumentWriter feedbackDocumentWriter(@Value("#{stepExecution}") StepExecution step) {
        return new FeedbackDocumentWriter(lake, BatchRun.fileName(step));
    }

    @Bean
    Step feedbackDocuments(
            JobRepository repository,
            FeedbackDocumentReader feedbackDocumentReader,
            FeedbackDocumentWriter feedbackDocumentWriter,
            StopRequest stop) {
        return new StepBuilder("feedbackDocuments", repository)
                .<DocumentBlock, DocumentBlock>chunk(1)
                .reader(feedbackDocumentReader)
                .writer(feedbackDocumentWriter)
                .listener(new PartitionListener(feedbackDocumentWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step feedbackDocumentsPartitioned(
            PartitionedSteps partitioned, Partitioner feedbackDocumentPartitioner, Step feedbackDocuments) {
        return partitioned.step("feedbackDocumentsPartitioned", feedbackDocumentPartitioner, feedbackDocuments);
    }

    // documents -> files of the feedback table, by event day

    @Bean
    @JobScope
    Partitioner feedbackDayPartitioner(JobRepository repository, @Value("#{jobExecution}") JobExecution job) {
        return gridSize -> {
            SortedMap<LocalDate, Long> changes = new TreeMap<>();
            for (FeedbackPartition.Result result :
                    Partitions.results(repository, job, FeedbackPartition.Result.class)) {
                result.shards()
                        .forEach(shard ->
                                shard.changedDays().forEach((day, count) -> changes.merge(day, count, Long::sum)));
            }
            progress.begin("Writing feedback", "event days", changes.size());
            return Partitions.of(FeedbackDays.of(changes));
        };
    }

    @Bean
    @StepScope
    FeedbackDayReader feedbackDayReader(JobRepository repository, @Value("#{stepExecution}") StepExecution step) {
        List<FeedbackPartition.ShardResult> read =
                Partitions.results(repository, step.getJobExecution(), FeedbackPartition.Result.class).stream()
                        .flatMap(result -> result.shards().stream())
                        .toList();
        Set<Integer> replaced =
                read.stream().map(shard -> shard.shard().shard()).collect(Collectors.toSet());
        List<DataFile> documents = new ArrayList<>();
        for (DataFile file : Lake.currentDataFiles(lake.feedbackDocuments(), Expressions.alwaysTrue())) {
            if (!replaced.contains(file.partition().get(0, Integer.class))) {
                documents.add(file);
            }
        }
        read.forEach(shard -> documents.addAll(shard.documents()));
        return new FeedbackDayReader(lake.feedback(), documents, Partitions.input(step, FeedbackDays.class));
    }

    @Bean
    @StepScope
    FeedbackDayWriter feedbackDayWriter(@Value("#{stepExecution}") StepExecution step) {
        return new FeedbackDayWriter(lake, BatchRun.fileName(step), progress);
    }

    @Bean
    Step feedback(
            JobRepository repository,
            FeedbackDayReader feedbackDayReader,
            FeedbackDayWriter feedbackDayWriter,
            StopRequest stop) {
        return new StepBuilder("feedback", repository)
                .<FeedbackDayReader.DayFeedback, FeedbackDayReader.DayFeedback>chunk(1)
                .reader(feedbackDayReader)
                .writer(feedbackDayWriter)
                .listener(new PartitionListener(feedbackDayWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step feedbackPartitioned(PartitionedSteps partitioned, Partitioner feedbackDayPartitioner, Step feedback) {
        return partitioned.step("feedbackPartitioned", feedbackDayPartitioner, feedback);
    }

    // audit: every document is feedback or a reject

    @Bean
    Step feedbackAudit(JobRepository repository) {
        return new StepBuilder("feedbackAudit", repository)
                .tasklet(new FeedbackAudit(repository))
                .build();
    }

    // publication of the feedback; folding it into timelines is the other jobs' work

    @Bean
    Step feedbackPublication(JobRepository repository, Lease lease, FeedbackDeliveries deliveries) {
        return new StepBuilder("feedbackPublication", repository)
                .tasklet(new FeedbackPublication(repository, lake, lease, deliveries))
                .build();
    }

    @Bean
    Job feedbackJob(
            JobRepository repository,
            Step feedbackDocumentsPartitioned,
            Step feedbackPartitioned,
            Step feedbackAudit,
            Step feedbackPublication) {
        return new JobBuilder(JOB, repository)
                .start(feedbackDocumentsPartitioned)
                .next(feedbackPartitioned)
                .next(feedbackAudit)
                .next(feedbackPublication)
                .build();
    }
}
