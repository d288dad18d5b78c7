package io.petty.jobs.run;

import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.BatchInfrastructure;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.feedback.FeedbackJob;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.folding.FoldingJob;
import io.petty.jobs.ingest.IngestJob;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.timeline.TimelineJob;
import io.petty.lake.JobRecords;
import io.petty.lake.lease.LeaseLostException;
import io.petty.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.listener.StepExecutionListener;

/**
 * Starts the jobs. Spring Batch is only set up when the first job starts, so that a run that finds everything fresh never
 * waits for it.
 */
public final class BatchJobs implements Closeable {
    private final JobParts parts;
    private final Storage raw;
    private final @Nullable FeedbackRoot feedbackRoot;
    private final PartitionEngine engine;
    private final List<StepExecutionListener> stepListeners;
    private @Nullable BatchInfrastructure batch;

    /**
     * Makes ready to start jobs.
     *
     * @param feedbackRoot null where there is none
     * @param engine executes partitions; closed with this
     * @param stepListeners are called for each step and partition, on its own thread
     */
    public BatchJobs(
            JobParts parts,
            Storage raw,
            @Nullable FeedbackRoot feedbackRoot,
            PartitionEngine engine,
            List<StepExecutionListener> stepListeners) {
        this.parts = parts;
        this.raw = raw;
        this.feedbackRoot = feedbackRoot;
        this.engine = engine;
        this.stepListeners = List.copyOf(stepListeners);
    }

    /**
     * Ingests a delivery day. Where an earlier run began with the same files and didn't finish, what it finished is kept.
     *
     * @throws StopRequest.StoppedException when it was asked to stop
     * @throws LeaseLostException when another run took over
     * @throws Exception the first thing that went wrong in a step
     */
    public void ingest(RawDelivery delivery) throws Exception {
        // Here, where its failure is reported as its own.
        parts.forgotten().requireKey();
        String inputs = delivery.inputs(parts.work(), parts.settings().rawRules());
        start(
                steps -> IngestJob.of(parts, steps, raw),
                inputs,
                origin -> BatchRun.ingest(run(), origin, inputs, delivery.day()));
    }

    /**
     * Computes and publishes event days, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void computeTimelines(List<LocalDate> days) throws Exception {
        String inputs = parts.work().inputs(parts.eventDays(), days);
        start(steps -> TimelineJob.of(parts, steps), inputs, origin -> BatchRun.timeline(run(), origin, inputs, days));
    }

    /**
     * The shards of feedback documents that changed since they were last read, ready to be read; none where no feedback root
     * is named.
     *
     * @throws IOException when the root can't be listed
     */
    public List<FeedbackListing.Shard> changedFeedback() throws IOException {
        return feedbackRoot == null
                ? List.of()
                : FeedbackListing.of(feedbackRoot, parts.work(), run())
                        .changed(parts.records().feedback().shards());
    }

    /**
     * Reads feedback documents; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void readFeedback(List<FeedbackListing.Shard> changed) throws Exception {
        parts.forgotten().requireKey();
        FeedbackRoot root = Objects.requireNonNull(feedbackRoot, "There is no feedback root");
        String inputs = FeedbackListing.inputs(parts.work(), changed);
        String listing = FeedbackListing.save(parts.work(), run(), changed);
        start(
                steps -> FeedbackJob.of(parts, steps, root),
                inputs,
                origin -> BatchRun.feedback(run(), origin, inputs, listing));
    }

    /**
     * Folds feedback into published event days whose events stay as they are, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void foldFeedback(List<LocalDate> days) throws Exception {
        String inputs = parts.work().inputs(parts.eventDays(), days);
        start(steps -> FoldingJob.of(parts, steps), inputs, origin -> BatchRun.timeline(run(), origin, inputs, days));
    }

    private long run() {
        return parts.lease().run();
    }

    /** @param parameters by the run that began the job: this one, unless an earlier one didn't finish it */
    private void start(Function<JobSteps, Job> making, String inputs, LongFunction<JobParameters> parameters)
            throws Exception {
        parts.stop().check();
        parts.lease().check();
        BatchInfrastructure infrastructure = batch();
        Job job = making.apply(new JobSteps(infrastructure, engine, stepListeners));
        long origin = new UnfinishedJobs(new JobRecords(parts.lake().database()), infrastructure)
                .find(job.getName(), inputs)
                .map(BatchRun::origin)
                .orElse(run());
        JobParameters given = parameters.apply(origin);
        JobExecution execution;
        try (MDC.MDCCloseable date = MDC.putCloseable("date", BatchRun.date(given))) {
            execution = infrastructure.operator().start(job, given);
        } catch (Error e) {
            throw asException(e);
        }
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            parts.lease().check();
            parts.stop().check();
            throw cause(execution);
        }
    }

    private static Exception cause(JobExecution execution) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            // Partitioned steps fail with a message of Spring Batch's own; their partitions tell the reason.
            if (!(failure instanceof JobExecutionException)) {
                return asException(failure);
            }
        }
        // Without the exit status: its description is a stack trace.
        return new IllegalStateException(
                "%s ended as %s".formatted(execution.getJobInstance().getJobName(), execution.getStatus()));
    }

    /** Returns what ended a step as an exception, so that an error of the JVM fails the day like any other failure. */
    static Exception asException(Throwable failure) {
        return failure instanceof Exception exception ? exception : new ExecutionException(failure);
    }

    private BatchInfrastructure batch() {
        if (batch == null) {
            batch = BatchInfrastructure.over(parts.lake().database());
        }
        return batch;
    }

    @Override
    public void close() throws IOException {
        engine.close();
    }
}
