package io.petty.raw;

import io.petty.reading.CollarDictionary;
import io.petty.reading.PackedReading;
import io.petty.reading.ReadingBlock;

/** The fields of the record that was parsed last. One object for a whole file, so that a record costs none. */
final class ParsedLine {
    /** Where the collar id stands; {@code collarTo} is exclusive. */
    byte[] collarBytes = new byte[0];

    int collarFrom;
    int collarTo;

    /** Milliseconds since 1970-01-01T00:00Z. */
    long epochMillis;

    /** Thousandths of a beat per minute, or {@link PackedReading#NO_HEART_RATE}. */
    int heartRate;

    int activity;

    /** See {@link PackedReading#location}. */
    long location;

    /** Adds the reading, unless it is a forgotten collar's; tells whether it did. */
    boolean addTo(ReadingBlock block) {
        CollarDictionary collars = block.collars();
        int collar = collars.number(collarBytes, collarFrom, collarTo);
        if (collars.isForgotten(collar)) {
            return false;
        }
        int day = (int) Math.floorDiv(epochMillis, (long) PackedReading.MILLIS_PER_DAY);
        int millisOfDay = (int) (epochMillis - (long) day * PackedReading.MILLIS_PER_DAY);
        block.add(collar, day, PackedReading.key(millisOfDay, heartRate, activity), location);
        return true;
    }
}
