package io.petty.jobs.feedback;

import io.petty.jobs.batch.Partitions;
import io.petty.jobs.batch.StepWork;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDeliveries;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** Checks that every document is either feedback or a reject, and that the files hold the counted rows. */
record FeedbackAudit(JobRepository repository) implements StepWork {
    @Override
    public void execute(StepExecution step) {
        FeedbackPartition.shards(repository, step).forEach(FeedbackAudit::check);
        Partitions.results(repository, step, FeedbackDays.Result.class).forEach(FeedbackAudit::check);
    }

    private static void check(FeedbackPartition.ShardResult result) {
        FeedbackDeliveries.Shard counted = result.shard();
        long written = TableFiles.rows(result.documents());
        long rejects = TableFiles.rows(result.rejects());
        if (written != counted.documents() || result.rejected() > rejects || rejects > counted.rejects()) {
            throw new IllegalStateException(
                    "Shard %d has %d feedback documents, %d of them rejects, but its files hold %d documents and %d rejects"
                            .formatted(counted.shard(), counted.documents(), counted.rejects(), written, rejects));
        }
    }

    private static void check(FeedbackDays.Result result) {
        long written = result.written();
        long counted = result.days().stream()
                .mapToLong(FeedbackDeliveries.Day::feedback)
                .sum();
        if (written != counted) {
            throw new IllegalStateException(
                    "%d pieces of feedback were counted, but %d written".formatted(counted, written));
        }
    }
}
