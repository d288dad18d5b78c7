package io.petty.scheduler;

import io.petty.settings.SettingChecks;
import java.time.Duration;
import java.time.ZoneId;

/**
 * When the nightly daemon runs, and how it retries failed nights.
 *
 * @param cron the times of nights in Spring's cron syntax: second, minute, hour, day of month, month, day of week
 * @param zone the time zone of {@code cron}
 * @param lookBack the number of delivery days that a night processes, ending with the day before the night; at least 1
 * @param catchUp the maximum number of delivery days that a night processes after missed nights; at least
 *     {@code lookBack}
 * @param retries the number of retries of a failed night before the next one; at least 0
 * @param retryAfter the time between a failure and the retry; at least 1 ms
 * @param hungAfter the time without progress after which a run counts as hung; at least 1 ms
 * @param address the address that serves health and metrics
 * @param port the port that serves health and metrics; 0 for any free port
 */
public record ScheduleSettings(
        String cron,
        ZoneId zone,
        int lookBack,
        int catchUp,
        int retries,
        Duration retryAfter,
        Duration hungAfter,
        String address,
        int port) {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    public static final ScheduleSettings DEFAULTS = new ScheduleSettings(
            "0 0 3 * * *",
            ZoneId.of("UTC"),
            3,
            30,
            6,
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            "127.0.0.1",
            8090);

    public ScheduleSettings {
        SettingChecks.atLeast("petty.schedule.look-back", lookBack, 1);
        if (catchUp < lookBack) {
            throw new IllegalArgumentException(
                    "petty.schedule.catch-up must be at least petty.schedule.look-back, %d, but is %d"
                            .formatted(lookBack, catchUp));
        }
        SettingChecks.atLeast("petty.schedule.retries", retries, 0);
        SettingChecks.atLeast("petty.schedule.retry-after", retryAfter, SHORTEST);
        SettingChecks.atLeast("petty.schedule.hung-after", hungAfter, SHORTEST);
        SettingChecks.port("petty.schedule.port", port);
    }
}
