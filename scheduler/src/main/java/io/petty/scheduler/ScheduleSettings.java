package io.petty.scheduler;

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
    private static final int HIGHEST_PORT = 65_535;

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
        check(lookBack >= 1, "look-back must be at least 1", lookBack);
        check(catchUp >= lookBack, "catch-up must not be below look-back", catchUp);
        check(retries >= 0, "retries must not be negative", retries);
        check(isPositive(retryAfter), "retry-after must be above 0", retryAfter);
        check(isPositive(hungAfter), "hung-after must be above 0", hungAfter);
        check(port >= 0 && port <= HIGHEST_PORT, "port must be between 0 and 65535", port);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("petty.schedule.%s, but is %s".formatted(rule, value));
        }
    }
}
