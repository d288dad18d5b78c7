package io.petty.jobs.batch;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;

/** The parameters of our jobs. */
public final class BatchRun {
    /** Identifies the input of the job. Equal inputs give equal results, so a restart may keep finished partitions. */
    public static final String INPUTS = "inputs";

    /** The run that first started the job. It identifies the job instance, and a restart keeps it. */
    private static final String ORIGIN = "origin";

    private static final String RUN = "run";
    private static final String DELIVERY_DAY = "deliveryDay";
    private static final String EVENT_DAYS = "eventDays";
    private static final String LISTING = "listing";

    private BatchRun() {}

    public static JobParameters ingest(long run, long origin, String inputs, LocalDate deliveryDay) {
        return parameters(run, origin, inputs)
                .addLocalDate(DELIVERY_DAY, deliveryDay)
                .toJobParameters();
    }

    public static JobParameters timeline(long run, long origin, String inputs, List<LocalDate> eventDays) {
        return parameters(run, origin, inputs)
                .addString(
                        EVENT_DAYS, eventDays.stream().map(LocalDate::toString).collect(Collectors.joining(",")))
                .toJobParameters();
    }

    /** @param listing the location of the list of documents to read */
    public static JobParameters feedback(long run, long origin, String inputs, String listing) {
        return parameters(run, origin, inputs)
                .addString(LISTING, listing, false)
                .toJobParameters();
    }

    public static String listing(StepExecution step) {
        return Objects.requireNonNull(step.getJobParameters().getString(LISTING));
    }

    private static JobParametersBuilder parameters(long run, long origin, String inputs) {
        return new JobParametersBuilder()
                .addLong(ORIGIN, origin)
                .addString(INPUTS, inputs)
                .addLong(RUN, run, false);
    }

    /** Returns whether an earlier run started the job. */
    public static boolean isRestart(JobExecution job) {
        JobParameters parameters = job.getJobParameters();
        return !Objects.equals(parameters.getLong(ORIGIN), parameters.getLong(RUN));
    }

    /** Returns the run that first started the job. */
    public static long origin(JobExecution job) {
        return Objects.requireNonNull(job.getJobParameters().getLong(ORIGIN));
    }

    public static long run(StepExecution step) {
        return Objects.requireNonNull(step.getJobParameters().getLong(RUN));
    }

    public static LocalDate deliveryDay(StepExecution step) {
        return Objects.requireNonNull(step.getJobParameters().getLocalDate(DELIVERY_DAY));
    }

    public static List<LocalDate> eventDays(StepExecution step) {
        return eventDays(step.getJobParameters());
    }

    private static List<LocalDate> eventDays(JobParameters parameters) {
        return Stream.of(
                        Objects.requireNonNull(parameters.getString(EVENT_DAYS)).split(",", -1))
                .map(LocalDate::parse)
                .toList();
    }

    /**
     * Returns the days that the job works on, for logs: one day; the first and last of several, such as
     * {@code 2026-11-18/2026-11-20}; or {@code all} for feedback, which can be about any day.
     */
    public static String date(JobParameters parameters) {
        LocalDate delivered = parameters.getLocalDate(DELIVERY_DAY);
        if (delivered != null) {
            return delivered.toString();
        }
        if (parameters.getString(EVENT_DAYS) == null) {
            return "all";
        }
        List<LocalDate> days = eventDays(parameters);
        LocalDate first = Collections.min(days);
        LocalDate last = Collections.max(days);
        return first.equals(last) ? first.toString() : first + "/" + last;
    }

    /**
     * Returns a name for the files of a partition. No other partition or run uses this name. The names sort in the
     * order of the partitions.
     */
    public static String fileName(StepExecution step) {
        return "%s-run-%d-%d".formatted(step.getStepName().replace(':', '-'), run(step), step.getId());
    }
}
