package io.petty.jobs.batch;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.worker.Claim;
import io.petty.jobs.worker.ClaimLostException;
import io.petty.jobs.worker.PartitionClaims;
import java.io.Closeable;
import java.util.List;
import java.util.Set;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.ConfigurableApplicationContext;

/** Does single partitions of jobs that another process runs. Several threads may do one each at once. */
public final class PartitionRunner implements Closeable {
    private static final Set<String> STEPS =
            Set.of("rawFiles", "readings", "feedbackDocuments", "feedback", "timelines", "folding");

    private final StopRequest stop;
    private final FencedRepository fence;
    private final ConfigurableApplicationContext context;
    private final JobRepository repository;

    /** @param stepListeners called for each partition as well, on its own thread */
    public PartitionRunner(
            JobParts parts,
            PartitionClaims claims,
            StopRequest stop,
            Progress progress,
            List<StepExecutionListener> stepListeners) {
        this.stop = stop;
        this.fence = new FencedRepository(claims);
        this.context =
                new JobContext(parts, stop, progress, stepListeners).with(fence).open();
        this.repository = context.getBean(JobRepository.class);
    }

    /** Whether a message names a step that is cut into partitions. */
    public static boolean knows(PartitionMessage message) {
        return STEPS.contains(message.step());
    }

    /**
     * Does a partition and records its result, unless the claim is lost meanwhile.
     *
     * @throws ClaimLostException when another worker has the partition now
     * @throws StopRequest.StoppedException when this process is to stop
     * @throws Exception what the partition failed with
     */
    public void run(PartitionMessage message, Claim claim) throws Exception {
        StepExecution partition = find(message);
        prepare(partition, claim);
        fence.hold(claim);
        try (MDC.MDCCloseable run = MDC.putCloseable("run_id", String.valueOf(BatchRun.run(partition)));
                MDC.MDCCloseable date = MDC.putCloseable("date", BatchRun.date(partition.getJobParameters()))) {
            context.getBean(message.step(), Step.class).execute(partition);
        } finally {
            fence.release(claim);
        }
        if (partition.getStatus() == BatchStatus.COMPLETED) {
            return;
        }
        for (Throwable failure : partition.getFailureExceptions()) {
            if (failure instanceof ClaimLostException lost) {
                throw lost;
            }
        }
        stop.check();
        throw partition.getFailureExceptions().stream()
                .findFirst()
                .map(BatchJobs::asException)
                .orElseGet(() -> new IllegalStateException(
                        "%s ended as %s".formatted(partition.getStepName(), partition.getStatus())));
    }

    private StepExecution find(PartitionMessage message) {
        JobExecution job = repository.getJobExecution(message.jobExecution());
        if (job != null) {
            for (StepExecution step : job.getStepExecutions()) {
                if (step.getId() == message.stepExecution()
                        && step.getStepName().equals(message.partition())) {
                    return step;
                }
            }
        }
        throw new IllegalStateException("There is no record of " + message.partition());
    }

    /** Takes away what an earlier attempt left in the record. */
    private static void prepare(StepExecution partition, Claim claim) {
        partition.setStatus(BatchStatus.STARTING);
        partition.setExitStatus(ExitStatus.EXECUTING);
        partition.setReadCount(0);
        partition.setWriteCount(0);
        partition.setFilterCount(0);
        partition.setCommitCount(0);
        partition.setRollbackCount(0);
        Partitions.begin(partition, claim.attempt());
    }

    @Override
    public void close() {
        context.close();
    }
}
