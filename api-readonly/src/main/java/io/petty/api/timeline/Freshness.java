package io.petty.api.timeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Tells how old the newest published day is, also while no run is on that could. */
@Component
final class Freshness implements MeterBinder {
    private static final double MILLIS = 1_000.0;

    private final DayPublications days;
    private final Clock clock;

    Freshness(DayPublications days, Clock clock) {
        this.days = days;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("petty.freshness", this::seconds, TimeUnit.SECONDS)
                .description("Time since the newest published day ended (UTC)")
                .register(registry);
    }

    private double seconds() {
        return days.newest()
                .map(day -> Duration.between(
                                        day.plusDays(1)
                                                .atStartOfDay(ZoneOffset.UTC)
                                                .toInstant(),
                                        clock.instant())
                                .toMillis()
                        / MILLIS)
                .orElse(Double.NaN);
    }
}
