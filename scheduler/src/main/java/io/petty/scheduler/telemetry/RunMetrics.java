package io.petty.scheduler.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
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

/** Metrics of runs, for dashboards and alarms. */
public final class RunMetrics implements StepExecutionListener, Ordered {
    private static final double NEVER = Double.NaN;
    private static final double MILLIS = 1_000.0;

    private static final String READINGS = "petty.readings";
    private static final String UNUSABLE_FILES = "petty.files.unusable";
    private static final String IGNORED_FILES = "petty.files.ignored";
    private static final String INCOMPLETE_DAYS = "petty.days.incomplete";
    private static final String PUBLISHED_DAYS = "petty.days.published";
    private static final String FAILED_DAYS = "petty.days.failed";
    private static final List<String> UNTAGGED =
            List.of(READINGS, UNUSABLE_FILES, IGNORED_FILES, INCOMPLETE_DAYS, PUBLISHED_DAYS, FAILED_DAYS);

    private final MeterRegistry registry;

    /** The start of each running step in {@link System#nanoTime}. The key is the step's id. */
    private final Map<Long, Long> started = new ConcurrentHashMap<>();

    public RunMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Adds gauges that are computed whenever the metrics are read. Counters without tags begin at 0, so that Prometheus
     * sees the first run's increase.
     *
     * @param newestDay the newest published day; null for none
     * @param lastSuccess the end of the last successful night; null for none
     */
    public void watch(Clock clock, Supplier<@Nullable LocalDate> newestDay, Supplier<@Nullable Instant> lastSuccess) {
        TimeGauge.builder("petty.freshness", () -> age(clock, newestDay.get()), TimeUnit.SECONDS)
                .description("Time since the newest published day ended (UTC)")
                .register(registry);
        TimeGauge.builder("petty.last.success", () -> epochSeconds(lastSuccess.get()), TimeUnit.SECONDS)
                .description("End of the last successful night, as the time since 1970 (UTC)")
                .register(registry);
        UNTAGGED.forEach(registry::counter);
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

    /** Counts a finished run. */
    public void ended(RunSummary run, Map<String, Long> rejectsByReason, Map<String, Long> eventsByBehavior) {
        Timer.builder("petty.run")
                .description("Runs, by outcome")
                .tag("state", run.state().label())
                .register(registry)
                .record(run.took());
        registry.counter(READINGS).increment((double) run.readings());
        rejectsByReason.forEach((reason, count) ->
                registry.counter("petty.rejects", "reason", reason).increment((double) count));
        eventsByBehavior.forEach((behavior, count) ->
                registry.counter("petty.events", "behavior", behavior).increment((double) count));
        registry.counter(UNUSABLE_FILES).increment((double) run.unusableFiles());
        registry.counter(IGNORED_FILES).increment((double) run.ignoredFiles());
        registry.counter(INCOMPLETE_DAYS).increment(run.incomplete().size());
        registry.counter(PUBLISHED_DAYS).increment(run.published().size());
        registry.counter(FAILED_DAYS).increment(run.failed().size());
    }

    /** Returns an order in which {@link #afterStep} runs after the listeners that may fail a step at its end. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    public void beforeStep(StepExecution step) {
        started.put(step.getId(), System.nanoTime());
    }

    /**
     * Counts a finished step. The partitions of a step are counted together, under the part of their names before the
     * colon.
     */
    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        Long began = started.remove(step.getId());
        if (began != null) {
            Timer.builder("petty.step")
                    .description("Steps of jobs and their partitions, by outcome")
                    .tag("step", step.getStepName().replaceFirst(":.*", ""))
                    .tag("status", step.getStatus().name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .record(Duration.ofNanos(System.nanoTime() - began));
        }
        return null;
    }
}
