package io.petty.jobs.batch;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;

/** The parameters of our jobs. */
final class BatchRun {
    private static final String RUN = "run";
    private static final String DELIVERY_DAY = "deliveryDay";
    private static final String EVENT_DAYS = "eventDays";

    private BatchRun() {}

    static JobParameters ingest(long run, LocalDate deliveryDay) {
        return new JobParametersBuilder()
                .addLong(RUN, run)
                .addLocalDate(DELIVERY_DAY, deliveryDay)
                .toJobParameters();
    }

    static JobParameters timeline(long run, List<LocalDate> eventDays) {
        return new JobParametersBuilder()
                .addLong(RUN, run)
                .addString(
                        EVENT_DAYS,
                        String.join(
                                ",", eventDays.stream().map(LocalDate::toString).toList()))
                .toJobParameters();
    }

    static long run(StepExecution step) {
        return Objects.requireNonNull(step.getJobParameters().getLong(RUN));
    }

    static LocalDate deliveryDay(StepExecution step) {
        return Objects.requireNonNull(step.getJobParameters().getLocalDate(DELIVERY_DAY));
    }

    static List<LocalDate> eventDays(JobParameters parameters) {
        return Stream.of(
                        Objects.requireNonNull(parameters.getString(EVENT_DAYS)).split(",", -1))
                .map(LocalDate::parse)
                .toList();
    }

    /** A name for files that no other partition, attempt or run uses; in the order of partitions. */
    static String fileName(StepExecution step) {
        return "%s-run-%d-%d".formatted(step.getStepName().replace(':', '-'), run(step), step.getId());
    }
}
