package io.petty.jobs.run;

import io.petty.jobs.batch.BatchInfrastructure;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.Partitions;
import io.petty.lake.JobRecords;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;

/**
 * Finds an unfinished job with given inputs, so that a restart can keep its completed partitions. The caller must hold
 * the lease, so a job that is recorded as running belongs to a run that died.
 */
final class UnfinishedJobs {
    private final JobRecords records;
    private final BatchInfrastructure batch;

    UnfinishedJobs(JobRecords records, BatchInfrastructure batch) {
        this.records = records;
        this.batch = batch;
    }

    /** Returns the last execution of the job with these inputs, ready to be restarted; empty if none is unfinished. */
    Optional<JobExecution> find(String job, String inputs) {
        Optional<JobExecution> last = records.lastExecution(job, BatchRun.INPUTS, inputs)
                .map(batch.repository()::getJobExecution)
                .filter(UnfinishedJobs::isRestartable);
        last.filter(execution -> execution.getStatus().isRunning()
                        || execution.getStepExecutions().stream()
                                .anyMatch(step -> step.getStatus().isRunning()))
                .ifPresent(batch.operator()::recover);
        return last;
    }

    /**
     * Returns whether an execution is unfinished, and its progress and input are recorded. An execution that couldn't
     * record them, because the database didn't answer or its disk was full, is never restarted. The run starts a new
     * one instead.
     */
    private static boolean isRestartable(JobExecution execution) {
        return execution.getStatus() != BatchStatus.COMPLETED
                && execution.getStatus() != BatchStatus.ABANDONED
                && execution.getStatus() != BatchStatus.UNKNOWN
                && execution.getStepExecutions().stream()
                        .noneMatch(step -> step.getStatus() == BatchStatus.UNKNOWN || Partitions.isWithoutInput(step));
    }
}
