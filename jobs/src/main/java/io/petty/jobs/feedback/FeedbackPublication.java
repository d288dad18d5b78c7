package io.petty.jobs.feedback;

import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Lake;
import io.petty.lake.lease.Lease;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Replaces the changed feedback and rejects, then the documents. The table of documents is replaced last, because the
 * next run doesn't read the documents in it again. If the process is killed before that, the next run repeats all of
 * this.
 */
record FeedbackPublication(JobRepository repository, JobParts parts) implements StepWork {
    @Override
    public void execute(StepExecution step) {
        Lake lake = parts.lake();
        Lease lease = parts.lease();
        FeedbackDeliveries deliveries = parts.records().feedback();
        List<FeedbackPartition.ShardResult> shards = FeedbackPartition.shards(repository, step);
        List<FeedbackDays.Result> days = Partitions.results(repository, step, FeedbackDays.Result.class);
        Set<LocalDate> changed = days.stream()
                .flatMap(result -> result.changed().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        TableFiles.replaceFeedback(
                lake,
                changed,
                days.stream().flatMap(result -> result.files().stream()).toList(),
                lease);
        replaceRejects(shards);
        lease.publish(() -> deliveries.completeDays(
                changed, days.stream().flatMap(result -> result.days().stream()).toList()));

        TableFiles.replace(
                lake.feedbackDocuments(),
                Expressions.in(
                        "shard",
                        shards.stream().map(shard -> shard.shard().shard()).toList()),
                shards.stream().flatMap(shard -> shard.documents().stream()).toList(),
                lease);
        lease.publish(() -> deliveries.completeShards(
                BatchRun.run(step),
                shards.stream().map(FeedbackPartition.ShardResult::shard).toList()));
    }

    private void replaceRejects(List<FeedbackPartition.ShardResult> shards) {
        List<String> days = shards.stream()
                .flatMap(shard -> shard.rejectDays().stream())
                .distinct()
                .map(LocalDate::toString)
                .toList();
        if (!days.isEmpty()) {
            TableFiles.replace(
                    parts.lake().rejects(),
                    Expressions.in("delivery_day", days),
                    file -> shards.stream().anyMatch(shard -> shard.replaces(file)),
                    shards.stream().flatMap(shard -> shard.rejects().stream()).toList(),
                    parts.lease());
        }
    }
}
