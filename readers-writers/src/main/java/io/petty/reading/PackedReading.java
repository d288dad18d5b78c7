package io.petty.reading;

/**
 * A reading of one collar and one UTC day, packed in two longs whose natural order is that of the specification.
 *
 * <p>The <em>key</em> holds the time of day, then the heart rate, then the activity level, so comparing two keys
 * compares them in this order. The <em>location</em> holds the longitude, then the latitude; {@link #NO_LOCATION} is
 * greater than every location. Of the readings of one millisecond, the one that the specification keeps therefore comes
 * first in the order of (key, location). The hot path allocates no objects for readings.
 */
public final class PackedReading {
    /** The location of a reading without a fix. Sorts after all others. */
    public static final long NO_LOCATION = Long.MAX_VALUE;

    /** The number of milliseconds of a UTC day. */
    public static final int MILLIS_PER_DAY = 86_400_000;

    /** The maximum heart rate, in thousandths of a beat per minute. */
    public static final int MAX_HEART_RATE = (1 << 24) - 2;

    /** The heart rate of a reading without a measurement. Sorts after all others. */
    public static final int NO_HEART_RATE = MAX_HEART_RATE + 1;

    private static final int ACTIVITY_BITS = 2;
    private static final int HEART_RATE_BITS = 24;
    private static final int MILLIS_SHIFT = ACTIVITY_BITS + HEART_RATE_BITS;
    private static final int LATITUDE_BITS = 28;
    private static final int MAX_LONGITUDE = 180_000_000;
    private static final int MAX_LATITUDE = 90_000_000;

    private PackedReading() {}

    /**
     * Packs time, heart rate and activity so that they compare in this order.
     *
     * @param millisOfDay 0 to 86,399,999
     * @param heartRate thousandths of a beat per minute, 0 to {@link #MAX_HEART_RATE}, or {@link #NO_HEART_RATE}
     * @param activity 0, 1 or 2
     */
    public static long key(int millisOfDay, int heartRate, int activity) {
        return (long) millisOfDay << MILLIS_SHIFT | (long) heartRate << ACTIVITY_BITS | activity;
    }

    /** Returns the milliseconds since 00:00 UTC. */
    public static int millisOfDay(long key) {
        return (int) (key >>> MILLIS_SHIFT);
    }

    /** Returns the heart rate in thousandths of a beat per minute, or {@link #NO_HEART_RATE}. */
    public static int heartRate(long key) {
        return (int) (key >>> ACTIVITY_BITS) & NO_HEART_RATE;
    }

    /** Returns the activity level: 0, 1 or 2. */
    public static int activity(long key) {
        return (int) key & (1 << ACTIVITY_BITS) - 1;
    }

    /**
     * Packs a location so that longitude compares before latitude.
     *
     * @param longitude millionths of a degree, −180,000,000 to 180,000,000
     * @param latitude millionths of a degree, −90,000,000 to 90,000,000
     */
    public static long location(int longitude, int latitude) {
        return (long) (longitude + MAX_LONGITUDE) << LATITUDE_BITS | latitude + MAX_LATITUDE;
    }

    /** Returns the longitude in millionths of a degree. Not for {@link #NO_LOCATION}. */
    public static int longitude(long location) {
        return (int) (location >>> LATITUDE_BITS) - MAX_LONGITUDE;
    }

    /** Returns the latitude in millionths of a degree. Not for {@link #NO_LOCATION}. */
    public static int latitude(long location) {
        return (int) (location & (1 << LATITUDE_BITS) - 1) - MAX_LATITUDE;
    }
}
