package io.petty.raw;

import io.petty.reading.CollarDictionary;
import io.petty.reading.PackedReading;
import io.petty.reading.ReadingBlock;

/** The fields of the last record parsed. Reused for a whole file, so that a record allocates nothing. */
final class ParsedLine {
    /** The bytes of the collar id, from {@code collarFrom} to {@code collarTo} (exclusive). */
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

    /** Adds the reading, unless its collar was forgotten. Returns whether it was added. */
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
