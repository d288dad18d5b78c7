package io.petty.reading;

/**
 * A reading of one collar and one UTC day in two primitive longs, whose natural order is the spec's.
 *
 * <p>The <em>key</em> holds the time of day, then heart rate, then activity level, so that comparing two keys compares
 * time, heart rate and activity in this order. The <em>location</em> holds longitude, then latitude, and
 * {@link #NO_LOCATION} is greater than every location. Sorting by (key, location) therefore puts first, of several
 * readings of one millisecond, the one the spec keeps. No object is made for a reading on the hot path.
 */
public final class PackedReading {
    /** The location of a reading without a fix; sorts behind all others. */
    public static final long NO_LOCATION = Long.MAX_VALUE;

    /** Milliseconds of a UTC day. */
    public static final int MILLIS_PER_DAY = 86_400_000;

    /** The greatest heart rate that fits, in thousandths of a beat per minute. */
    public static final int MAX_HEART_RATE = (1 << 24) - 2;

    /** In place of the heart rate of a reading without a measurement; sorts behind all others. */
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

    /** Milliseconds since 00:00 UTC. */
    public static int millisOfDay(long key) {
        return (int) (key >>> MILLIS_SHIFT);
    }

    /** Thousandths of a beat per minute, or {@link #NO_HEART_RATE}. */
    public static int heartRate(long key) {
        return (int) (key >>> ACTIVITY_BITS) & NO_HEART_RATE;
    }

    /** 0, 1 or 2. */
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

    /** Millionths of a degree; only for a location that is not {@link #NO_LOCATION}. */
    public static int longitude(long location) {
        return (int) (location >>> LATITUDE_BITS) - MAX_LONGITUDE;
    }

    /** Millionths of a degree; only for a location that is not {@link #NO_LOCATION}. */
    public static int latitude(long location) {
        return (int) (location & (1 << LATITUDE_BITS) - 1) - MAX_LATITUDE;
    }
}
