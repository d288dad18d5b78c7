package io.petty.systemtests.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a collar.
 *
 * @param time milliseconds since 1970-01-01T00:00Z
 * @param heartRate thousandths of a beat per minute, null without a measurement
 * @param activity 0, 1 or 2
 * @param place null without a location
 */
public record ReferenceReading(
        String collar,
        long time,
        @Nullable Integer heartRate,
        int activity,
        @Nullable ReferencePlace place) {

    /** Returns the UTC day of the reading's timestamp. */
    public LocalDate eventDay() {
        return Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
