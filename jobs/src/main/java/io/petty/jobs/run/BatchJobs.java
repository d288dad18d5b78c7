package io.petty.jobs.run;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.BatchRun;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.feedback.FeedbackJobConfiguration;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.folding.FoldingJobConfiguration;
import io.petty.jobs.ingest.IngestJobConfiguration;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.timeline.TimelineJobConfiguration;
import io.petty.lake.JobRecords;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the jobs. The application context is only made when the first job is, so that a run that finds everything
 * fresh never waits for it.
 */
public final class BatchJobs implements Closeable {
    private final JobParts parts;
    private final Lease lease;
    private final PartitionEngine engine;
    private final StopRequest stop;
    private final Progress progress;
    private final List<StepExecutionListener> stepListeners;
    private @Nullable ConfigurableApplicationContext context;

    /**
     * Makes ready to start jobs.
     *
     * @param engine does the partitions
     * @param stepListeners who else is told of each step and partition, on its own thread
     */
    public BatchJobs(
            JobParts parts,
            Lease lease,
            PartitionEngine engine,
            StopRequest stop,
            Progress progress,
            List<StepExecutionListener> stepListeners) {
        this.parts = parts;
        this.lease = lease;
        this.engine = engine;
        this.stop = stop;
        this.progress = progress;
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
        String inputs = parts.work()
                .inputs(
                        delivery.day().toString(),
                        delivery.fingerprint(parts.settings().rawRules()));
        start(
                IngestJobConfiguration.JOB,
                inputs,
                origin -> BatchRun.ingest(lease.run(), origin, inputs, delivery.day()));
    }

    /**
     * Computes and publishes event days, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void computeTimelines(List<LocalDate> days) throws Exception {
        String inputs = parts.work().inputs(parts.eventDays(), days);
        start(TimelineJobConfiguration.JOB, inputs, origin -> BatchRun.timeline(lease.run(), origin, inputs, days));
    }

    /**
     * The shards of feedback documents that changed since they were last read, ready to be read; none where no feedback root
     * is named.
     *
     * @throws IOException when the root can't be listed
     */
    public List<FeedbackListing.Shard> changedFeedback() throws IOException {
        FeedbackRoot root = parts.feedbackRoot();
        if (root == null) {
            return List.of();
        }
        WorkFolder work = parts.work();
        return FeedbackListing.of(root, work.files(), work.feedback(lease.run()))
                .changed(parts.feedback().shards());
    }

    /**
     * Reads feedback documents; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void readFeedback(List<FeedbackListing.Shard> changed) throws Exception {
        parts.forgotten().requireKey();
        WorkFolder work = parts.work();
        String inputs = work.inputs(FeedbackListing.fingerprint(changed));
        String listing = work.feedback(lease.run()) + "/shards";
        FeedbackListing.save(work.files(), listing, changed);
        start(FeedbackJobConfiguration.JOB, inputs, origin -> BatchRun.feedback(lease.run(), origin, inputs, listing));
    }

    /**
     * Folds feedback into published event days whose events stay as they are, all at once; otherwise as {@link #ingest}.
     *
     * @throws Exception the first thing that went wrong in a step
     */
    public void foldFeedback(List<LocalDate> days) throws Exception {
        String inputs = parts.work().inputs(parts.eventDays(), days);
        start(FoldingJobConfiguration.JOB, inputs, origin -> BatchRun.timeline(lease.run(), origin, inputs, days));
    }

    private void start(String job, String inputs, LongFunction<JobParameters> parameters) throws Exception {
        stop.check();
        lease.check();
        ConfigurableApplicationContext jobs = context();
        JobOperator operator = jobs.getBean(JobOperator.class);
        UnfinishedJobs unfinished = new UnfinishedJobs(
                new JobRecords(parts.lake().get().database()), jobs.getBean(JobRepository.class), operator);
        long origin = unfinished.find(job, inputs).map(BatchRun::origin).orElse(lease.run());
        JobParameters given = parameters.apply(origin);
        JobExecution execution;
        try (MDC.MDCCloseable date = MDC.putCloseable("date", BatchRun.date(given))) {
            execution = operator.start(jobs.getBean(job, Job.class), given);
        } catch (Error e) {
            throw asException(e);
        }
        if (execution.getStatus() != BatchStatus.COMPLETED) {
            lease.check();
            stop.check();
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

    private ConfigurableApplicationContext context() {
        if (context == null) {
            context = new JobContext(parts, lease, engine, progress, stepListeners).open();
        }
        return context;
    }

    @Override
    public void close() throws IOException {
        if (context != null) {
            context.close();
        }
        engine.close();
    }
}
