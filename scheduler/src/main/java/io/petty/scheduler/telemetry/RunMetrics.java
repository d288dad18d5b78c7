package io.petty.scheduler.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.core.Ordered;

/** Figures of runs, for those who keep an eye on them by graphs and alarms. */
public final class RunMetrics implements StepExecutionListener, Ordered {
    private static final double NEVER = Double.NaN;
    private static final double MILLIS = 1_000.0;

    private final MeterRegistry registry;

    /** When steps began, by {@link System#nanoTime} and their ids. */
    private final Map<Long, Long> started = new ConcurrentHashMap<>();

    public RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Where the figures are kept. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Keeps what is asked for whenever the figures are read.
     *
     * @param newestDay the newest published day; null before the first one
     * @param lastSuccess when the last night that went well ended; null before the first one
     */
    public void watch(Clock clock, Supplier<@Nullable LocalDate> newestDay, Supplier<@Nullable Instant> lastSuccess) {
        TimeGauge.builder("petty.freshness", () -> age(clock, newestDay.get()), TimeUnit.SECONDS)
                .description("Time since the newest published day ended (UTC)")
                .register(registry);
        TimeGauge.builder("petty.last.success", () -> epochSeconds(lastSuccess.get()), TimeUnit.SECONDS)
                .description("When the last night that went well ended, since 1970")
                .register(registry);
    }

    private static double age(Clock clock, @Nullable LocalDate day) {
        return day == null
                ? NEVER
                : Duration.between(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(), clock.instant())
                                .toMillis()
                        / MILLIS;
    }

    private static double epochSeconds(@Nullable Instant time) {
        return time == null ? NEVER : (double) time.getEpochSecond();
    }

    /** Counts a run that ended. */
    public void ended(RunSummary run, Map<String, Long> rejectsByReason, Map<String, Long> eventsByBehavior) {
        Timer.builder("petty.run")
                .description("Runs, by how they ended")
                .tag("state", run.state().label())
                .register(registry)
                .record(run.took());
        registry.counter("petty.readings").increment((double) run.readings());
        rejectsByReason.forEach((reason, count) ->
                registry.counter("petty.rejects", "reason", reason).increment((double) count));
        eventsByBehavior.forEach((behavior, count) ->
                registry.counter("petty.events", "behavior", behavior).increment((double) count));
        registry.counter("petty.files.unusable").increment((double) run.unusableFiles());
        registry.counter("petty.files.ignored").increment((double) run.ignoredFiles());
        registry.counter("petty.days.incomplete").increment(run.incomplete().size());
        registry.counter("petty.days.published").increment(run.published().size());
        registry.counter("petty.days.failed").increment(run.failed().size());
    }

    /** After those that may still make a step fail at its end. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public void beforeStep(StepExecution step) {
        started.put(step.getId(), System.nanoTime());
    }

    /** Counts a step that ended; partitions count under one name. */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        Long began = started.remove(step.getId());
        if (began != null) {
            Timer.builder("petty.step")
                    .description("Steps of jobs and their partitions, by how they ended")
                    .tag("step", step.getStepName().replaceFirst(":.*", ""))
                    .tag("status", step.getStatus().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - began));
        }
        return null;
    }
}
