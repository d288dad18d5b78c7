package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.JobSettings;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.lease.Lease;
import io.petty.jobs.timeline.TimelineRules;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.Lake;
import io.petty.lake.Publications;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFiles;
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

/** Computes event days from their readings: buckets of collars, each with its days in order, then one publication. */
@Configuration(proxyBeanMethods = false)
class TimelineJobConfiguration {
    static final String JOB = "timelineJob";

    /** Readings that make another partition worth while. */
    private static final long PARTITION_READINGS = 250_000;

    /** Collar-days in a chunk: about a megabyte at one reading every half minute. */
    private static final int CHUNK_COLLAR_DAYS = 32;

    private final JobSettings settings;
    private final Lake lake;
    private final Progress progress;

    TimelineJobConfiguration(JobSettings settings, Lake lake, Progress progress) {
        this.settings = settings;
        this.lake = lake;
        this.progress = progress;
    }

    // published events -> what feedback on them was about, before other events take their place

    @Bean
    Step timelineRecording(JobRepository repository, Lease lease, EventDays eventDays) {
        return new StepBuilder("timelineRecording", repository)
                .tasklet(new PublishedRecording(lake, lease, eventDays))
                .build();
    }

    // readings -> timelines with feedback and calibrated confidences, summaries, resting heart rates and voices

    @Bean
    @JobScope
    Partitioner timelinePartitioner(@Value("#{jobExecution}") JobExecution job, Deliveries deliveries) {
        return gridSize -> {
            List<LocalDate> days = BatchRun.eventDays(job.getJobParameters());
            long readings = days.stream()
                    .flatMap(day -> deliveries.contributionsTo(day).stream())
                    .mapToLong(Contribution::readings)
                    .sum();
            int buckets = lake.buckets().count();
            String name = days.size() == 1 ? "Computing " + days.get(0) : "Computing %d days".formatted(days.size());
            progress.begin(name, "buckets", (long) buckets * days.size());
            return Partitions.of(BucketPartition.ranges(buckets, readings, PARTITION_READINGS, buckets));
        };
    }

    @Bean
    @StepScope
    CollarDayItemReader eventDayReader(@Value("#{stepExecution}") StepExecution step) {
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        ReadingFiles readings = new ReadingFiles(lake.readings(), days);
        return CollarDayItemReader.byBucket(
                (day, bucket) -> readings.collarDays(day, bucket, bucket + 1),
                days,
                Partitions.input(step, BucketPartition.class),
                progress);
    }

    @Bean
    @StepScope
    TimelineProcessor timelineProcessor(
            Publications publications,
            EventDays eventDays,
            FeedbackOnDays feedback,
            @Value("#{stepExecution}") StepExecution step) {
        TimelineRules rules = settings.timelineRules();
        List<LocalDate> days = BatchRun.eventDays(step.getJobParameters());
        BucketPartition buckets = Partitions.input(step, BucketPartition.class);
        return new TimelineProcessor(
                rules,
                new RestingHistory(lake, publications)
                        .before(days, rules.baseline().windowDays(), buckets),
                new VoiceHistory(lake, eventDays, rules.calibration()).calibrations(days, buckets),
                day -> feedback.of(step.getJobExecution(), day));
    }

    @Bean
    @StepScope
    TimelineWriter timelineWriter(@Value("#{stepExecution}") StepExecution step) {
        return new TimelineWriter(lake, BatchRun.fileName(step), progress);
    }

    @Bean
    Step timelines(
            JobRepository repository,
            CollarDayItemReader eventDayReader,
            TimelineProcessor timelineProcessor,
            TimelineWriter timelineWriter,
            StopRequest stop) {
        return new StepBuilder("timelines", repository)
                .<CollarDay, FoldedTimeline>chunk(CHUNK_COLLAR_DAYS)
                .reader(eventDayReader)
                .processor(timelineProcessor)
                .writer(timelineWriter)
                .listener(new PartitionListener(timelineWriter::finish))
                .interruptionPolicy(new StopPolicy(stop))
                .build();
    }

    @Bean
    Step timelinesPartitioned(PartitionedSteps partitioned, Partitioner timelinePartitioner, Step timelines) {
        return partitioned.step("timelinesPartitioned", timelinePartitioner, timelines);
    }

    // audit: each collar's day was checked as it was computed; here the files are, and that no reading is missing

    @Bean
    Step timelineAudit(JobRepository repository, Deliveries deliveries) {
        return new StepBuilder("timelineAudit", repository)
                .tasklet(new TimelineCountAudit(repository, deliveries))
                .build();
    }

    // publication of the event days

    @Bean
    Step timelinePublication(
            JobRepository repository,
            Lease lease,
            EventDays eventDays,
            FeedbackOnDays feedback,
            Publications publications,
            Clock clock) {
        return new StepBuilder("timelinePublication", repository)
                .tasklet(new TimelinePublication(repository, lake, lease, eventDays, feedback, publications, clock))
                .build();
    }

    @Bean
    Job timelineJob(
            JobRepository repository,
            Step timelineRecording,
            Step timelinesPartitioned,
            Step timelineAudit,
            Step timelinePublication) {
        return new JobBuilder(JOB, repository)
                .start(timelineRecording)
                .next(timelinesPartitioned)
                .next(timelineAudit)
                .next(timelinePublication)
                .build();
    }
}
