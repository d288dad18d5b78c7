package io.petty.jobs.feedback;

import io.petty.jobs.batch.Partitions;
import io.petty.lake.FeedbackDeliveries;
import org.apache.iceberg.DataFile;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** Checks that every document is either feedback or a reject, and that the files hold what was counted. */
final class FeedbackAudit implements Tasklet {
    private final JobRepository repository;

    FeedbackAudit(JobRepository repository) {
        this.repository = repository;
    }

    @Override
    public RepeatStatus execute(StepContribution contribution, ChunkContext chunk) {
        StepExecution step = contribution.getStepExecution();
        for (FeedbackPartition.Result result :
                Partitions.results(repository, step.getJobExecution(), FeedbackPartition.Result.class)) {
            for (FeedbackPartition.ShardResult shard : result.shards()) {
                FeedbackDeliveries.Shard counted = shard.shard();
                long written = shard.documents().stream()
                        .mapToLong(DataFile::recordCount)
                        .sum();
                long rejects = shard.rejects().stream()
                        .mapToLong(DataFile::recordCount)
                        .sum();
                if (written != counted.documents() || shard.rejected() > rejects || rejects > counted.rejects()) {
                    throw new IllegalStateException(
                            "Shard %d has %d feedback documents, %d of them rejects, but files hold %d and %d"
                                    .formatted(
                                            counted.shard(), counted.documents(), counted.rejects(), written, rejects));
                }
            }
        }
        for (FeedbackDays.Result days :
                Partitions.results(repository, step.getJobExecution(), FeedbackDays.Result.class)) {
            long written =
                    days.files().stream().mapToLong(DataFile::recordCount).sum();
            long counted = days.days().stream()
                    .mapToLong(FeedbackDeliveries.Day::feedback)
                    .sum();
            if (written != counted) {
                throw new IllegalStateException(
                        "%d pieces of feedback were counted, but %d written".formatted(counted, written));
            }
        }
        return RepeatStatus.FINISHED;
    }
}
