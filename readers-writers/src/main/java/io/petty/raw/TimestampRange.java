package io.petty.raw;

import io.petty.reading.PackedReading;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The timestamps that a delivery day accepts. Both ends are included.
 *
 * @param first milliseconds since 1970-01-01T00:00Z
 * @param last milliseconds since 1970-01-01T00:00Z
 */
record TimestampRange(long first, long last) {
    private static final long MILLIS_PER_HOUR = 3_600_000;

    static TimestampRange of(LocalDate deliveryDay, RawRules rules) {
        long start = Math.multiplyExact(deliveryDay.toEpochDay(), (long) PackedReading.MILLIS_PER_DAY);
        return new TimestampRange(
                start - (long) rules.rangeBeforeDays() * PackedReading.MILLIS_PER_DAY,
                start + rules.rangeAfterHours() * MILLIS_PER_HOUR);
    }

    boolean contains(long epochMillis) {
        return epochMillis >= first && epochMillis <= last;
    }

    /** Returns why a timestamp outside of the range isn't accepted, as the end of a sentence. */
    String fault(long epochMillis, LocalDate deliveryDay) {
        boolean early = epochMillis < first;
        return "is %s %s, the %s that delivery day %s accepts"
                .formatted(
                        early ? "before" : "after",
                        Instant.ofEpochMilli(early ? first : last),
                        early ? "first" : "last",
                        deliveryDay);
    }
}
