package io.petty.generate;

/** The times at which a collar measures no heart rate: gaps of 2 minutes to 4 hours, short ones more often. */
final class HeartRateGaps {
    private static final long PURPOSE = 9;
    private static final double SHORTEST = 2 * 60_000.0;
    private static final double LONGEST = 240 * 60_000.0;
    /** The mean of lengths whose logarithms are uniformly distributed. */
    private static final double MEAN = (LONGEST - SHORTEST) / StrictMath.log(LONGEST / SHORTEST);

    private final long seed;
    private final int collar;
    private final double share;
    private final SeededRandom random = new SeededRandom(0, 0, 0, PURPOSE);
    private boolean isGap;
    private long until;

    HeartRateGaps(long seed, int collar, double share) {
        this.seed = seed;
        this.collar = collar;
        this.share = share;
    }

    /** Begins a local day, whose gaps don't depend on earlier days. */
    void beginDay(long day, long start) {
        random.reset(seed, collar, day, PURPOSE);
        isGap = random.chance(share);
        until = start + length();
    }

    /** Returns whether a time is in a gap. The times of a day must be passed in order. */
    boolean holds(long time) {
        if (share == 0) {
            return false;
        }
        while (until <= time) {
            isGap = !isGap;
            until += length();
        }
        return isGap;
    }

    /** Returns a random length for the current gap or the current time without a gap, in milliseconds. */
    private long length() {
        if (share == 0) {
            return 0;
        }
        double length = isGap
                ? SHORTEST * StrictMath.exp(random.unit() * StrictMath.log(LONGEST / SHORTEST))
                : MEAN * (1 - share) / share * random.between(0.2, 1.8);
        return Math.round(length);
    }
}
