package io.petty.jobs.run;

import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.BatchInfrastructure;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.JobSteps;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.batch.WorkFolder;
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
 * Starts jobs. The first job sets up Spring Batch, so a run that finds everything up to date never waits for it.
 */
public final class BatchJobs implements Closeable {
    private final JobParts parts;
    private final WorkFolder work;
    private final SortedDeliveries sorted;
    private final Storage raw;
    private final @Nullable FeedbackRoot feedbackRoot;
    private final PartitionEngine engine;
    private final List<StepExecutionListener> stepListeners;
    private @Nullable BatchInfrastructure batch;

    /**
     * Prepares to start jobs, but doesn't start any yet.
     *
     * @param work the folder in which data is passed from one step to the next
     * @param feedbackRoot null if none is configured
     * @param engine executes partitions; closed with this object
     * @param stepListeners called for each step and partition, on its own thread
     */
    public BatchJobs(
            JobParts parts,
            WorkFolder work,
            Storage raw,
            @Nullable FeedbackRoot feedbackRoot,
            PartitionEngine engine,
            List<StepExecutionListener> stepListeners) {
        this.parts = parts;
        this.work = work.executedBy(engine.name());
        this.sorted = new SortedDeliveries(this.work);
        this.raw = raw;
        this.feedbackRoot = feedbackRoot;
        this.engine = engine;
        this.stepListeners = List.copyOf(stepListeners);
    }

    /**
     * Ingests a delivery day. If an earlier run began to ingest the same files and didn't finish, its completed
     * partitions are kept.
     *
     * @throws StopRequest.StoppedException if a stop was requested
     * @throws LeaseLostException if another run took over
     * @throws Exception the first failure of a step
     */
    public void ingest(RawDelivery delivery) throws Exception {
        // A missing key is reported as such, before a step fails because of it.
        parts.forgotten().requireKey();
        String inputs = delivery.inputs(work, parts.settings().rawRules());
        start(
                steps -> IngestJob.of(parts, steps, work, raw, sorted),
                inputs,
                origin -> BatchRun.ingest(run(), origin, inputs, delivery.day()));
    }

    /**
     * Computes and publishes event days together. Continues an unfinished job like {@link #ingest}.
     *
     * @throws Exception the first failure of a step
     */
    public void computeTimelines(List<LocalDate> days) throws Exception {
        start(steps -> TimelineJob.of(parts, steps, sorted), days);
    }

    /**
     * Lists the shards of feedback documents that have changed since they were last read; none without a feedback root.
     *
     * @throws IOException if the root can't be listed
     */
    public List<FeedbackListing.Shard> changedFeedback() throws IOException {
        return feedbackRoot == null
                ? List.of()
                : FeedbackListing.changed(
                        feedbackRoot, work, run(), parts.records().feedback().shards());
    }

    /**
     * Reads feedback documents. Continues an unfinished job like {@link #ingest}.
     *
     * @throws Exception the first failure of a step
     */
    public void readFeedback(List<FeedbackListing.Shard> changed) throws Exception {
        parts.forgotten().requireKey();
        FeedbackRoot root = Objects.requireNonNull(feedbackRoot, "There is no feedback root");
        String inputs = FeedbackListing.inputs(work, changed);
        String listing = FeedbackListing.save(work, run(), changed);
        start(
                steps -> FeedbackJob.of(parts, steps, work, root),
                inputs,
                origin -> BatchRun.feedback(run(), origin, inputs, listing));
    }

    /**
     * Folds feedback into published event days, and publishes them together. Their events aren't computed again.
     * Continues an unfinished job like {@link #ingest}.
     *
     * @throws Exception the first failure of a step
     */
    public void foldFeedback(List<LocalDate> days) throws Exception {
        start(steps -> FoldingJob.of(parts, steps), days);
    }

    private void start(Function<JobSteps, Job> making, List<LocalDate> eventDays) throws Exception {
        String inputs = work.inputs(parts.eventDays(), eventDays);
        start(making, inputs, origin -> BatchRun.timeline(run(), origin, inputs, eventDays));
    }

    private long run() {
        return parts.lease().run();
    }

    /**
     * @param parameters returns the job's parameters, given the run that first started the job: this run, or an earlier
     *     one that didn't finish the job
     */
    private void start(Function<JobSteps, Job> making, String inputs, LongFunction<JobParameters> parameters)
            throws Exception {
        parts.stop().check();
        parts.lease().check();
        BatchInfrastructure infrastructure = batch();
        Job job = making.apply(new JobSteps(infrastructure, engine, stepListeners));
        JobRecords records = new JobRecords(parts.lake().database());
        long origin = new UnfinishedJobs(records, infrastructure)
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
        records.deleteContextsOfCompletedJobs();
    }

    private static Exception cause(JobExecution execution) {
        for (Throwable failure : execution.getAllFailureExceptions()) {
            // A partitioned step itself fails with a generic message. The failures of its partitions name the reasons.
            if (!(failure instanceof JobExecutionException)) {
                return asException(failure);
            }
        }
        // The exit status is left out, since its description is a stack trace.
        return new IllegalStateException(
                "%s ended as %s".formatted(execution.getJobInstance().getJobName(), execution.getStatus()));
    }

    /** Returns a failure as an exception, so that an error of the JVM fails the day like any other failure. */
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
