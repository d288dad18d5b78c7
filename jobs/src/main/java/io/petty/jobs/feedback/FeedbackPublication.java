package io.petty.jobs.feedback;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import io.petty.timeline.EventId;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Replaces the feedback and rejects of what changed. The table of documents comes last: by it the next run knows what it
 * needn't read, so that after a kill in between all of this is done again.
 */
final class FeedbackPublication implements Tasklet {
    private final JobRepository repository;
    private final Lake lake;
    private final Lease lease;
    private final FeedbackDeliveries deliveries;

    FeedbackPublication(JobRepository repository, Lake lake, Lease lease, FeedbackDeliveries deliveries) {
        this.repository = repository;
        this.lake = lake;
        this.lease = lease;
        this.deliveries = deliveries;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        List<FeedbackPartition.ShardResult> shards =
                Partitions.results(repository, step.getJobExecution(), FeedbackPartition.Result.class).stream()
                        .flatMap(result -> result.shards().stream())
                        .toList();
        List<FeedbackDays.Result> days =
                Partitions.results(repository, step.getJobExecution(), FeedbackDays.Result.class);
        Set<LocalDate> changed = days.stream()
                .flatMap(result -> result.changed().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        replaceFeedback(changed, days);
        replaceRejects(shards);
        lease.publish(() -> deliveries.completeDays(
                changed, days.stream().flatMap(result -> result.days().stream()).toList()));
        Object[] numbers =
                shards.stream().map(shard -> (Object) shard.shard().shard()).toArray();
        TableFiles.replace(
                lake.feedbackDocuments(),
                Expressions.in("shard", numbers),
                shards.stream().flatMap(shard -> shard.documents().stream()).toList(),
                lease);
        lease.publish(() -> deliveries.completeShards(
                BatchRun.run(step),
                shards.stream().map(FeedbackPartition.ShardResult::shard).toList()));
        return RepeatStatus.FINISHED;
    }

    private void replaceFeedback(Set<LocalDate> changed, List<FeedbackDays.Result> days) {
        if (changed.isEmpty()) {
            return;
        }
        Object[] prefixes = changed.stream().map(EventId::prefix).toArray();
        TableFiles.replace(
                lake.feedback(),
                Expressions.in(Expressions.truncate("event_id", EventId.DAY_PREFIX), prefixes),
                days.stream().flatMap(result -> result.files().stream()).toList(),
                lease);
    }

    private void replaceRejects(List<FeedbackPartition.ShardResult> shards) {
        Set<LocalDate> days = shards.stream()
                .flatMap(shard -> shard.rejectDays().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (days.isEmpty()) {
            return;
        }
        Object[] names = days.stream().map(LocalDate::toString).toArray();
        List<DataFile> come =
                shards.stream().flatMap(shard -> shard.rejects().stream()).toList();
        TableFiles.replace(
                lake.rejects(),
                Expressions.in("delivery_day", names),
                file -> shards.stream().anyMatch(shard -> shard.replaces(file)),
                come,
                lease);
    }
}
