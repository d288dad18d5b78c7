package io.petty.scheduler;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The range of delivery days that a night processes, both ends included. */
public record NightDays(LocalDate first, LocalDate last) {
    /**
     * Returns the last complete delivery day, the days before it for which late deliveries may arrive, and all days
     * since the last successful night, up to the catch-up limit.
     *
     * @param lastSuccess the end of the last successful night; null for none
     */
    static NightDays at(Instant now, @Nullable Instant lastSuccess, ScheduleSettings settings) {
        LocalDate last = dayBefore(now);
        LocalDate since = dayBefore(lastSuccess == null || lastSuccess.isAfter(now) ? now : lastSuccess);
        LocalDate first = since.minusDays(settings.lookBack() - 1L);
        LocalDate earliest = last.minusDays(settings.catchUp() - 1L);
        return new NightDays(first.isBefore(earliest) ? earliest : first, last);
    }

    private static LocalDate dayBefore(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).minusDays(1);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
