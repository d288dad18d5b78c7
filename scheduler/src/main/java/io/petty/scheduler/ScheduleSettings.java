package io.petty.scheduler;

import io.petty.settings.SettingChecks;
import java.time.Duration;
import java.time.ZoneId;

/**
 * When the nightly daemon runs, and what it does about nights that went wrong.
 *
 * @param cron second, minute, hour, day of month, month, day of week, as Spring reads them
 * @param zone whose clock {@code cron} goes by
 * @param lookBack how many delivery days a night looks at, the day before it being the last; at least 1
 * @param catchUp up to how many delivery days a night looks at after nights were missed; not below {@code lookBack}
 * @param retries how often a night that failed is tried again before the next one; not negative
 * @param retryAfter how long after it failed
 * @param hungAfter without any progress for so long a run counts as hung
 * @param address where health and metrics are served
 * @param port 0 for any that is free
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
