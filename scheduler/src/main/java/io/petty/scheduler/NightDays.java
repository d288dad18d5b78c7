package io.petty.scheduler;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The delivery days a night looks at, both included. */
public record NightDays(LocalDate first, LocalDate last) {
    /**
     * The last delivery day that is over, those before it that deliveries may still come late for, and all since the last
     * night that went well, as far as they are caught up with.
     *
     * @param lastSuccess when that night ended; null when there was none yet
     */
    static NightDays at(Instant now, @Nullable Instant lastSuccess, ScheduleSettings settings) {
        LocalDate last = dayBefore(now);
        LocalDate first = last.minusDays(settings.lookBack() - 1L);
        if (lastSuccess == null) {
            return new NightDays(first, last);
        }
        LocalDate since = dayBefore(lastSuccess).minusDays(settings.lookBack() - 1L);
        LocalDate earliest = last.minusDays(settings.catchUp() - 1L);
        if (since.isBefore(earliest)) {
            return new NightDays(earliest, last);
        }
        return new NightDays(since.isBefore(first) ? since : first, last);
    }

    private static LocalDate dayBefore(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).minusDays(1);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
