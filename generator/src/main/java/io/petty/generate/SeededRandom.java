package io.petty.generate;

/**
 * A small random source whose numbers are the same on every JDK. The algorithms of library classes may change.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). A
 * source is seeded with a seed, a collar, a day and a purpose, so a life doesn't depend on the number of other lives.
 */
final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;
    /** The standard deviation of the sum of four numbers that are uniform in [0, 1). */
    private static final double FOUR_UNIFORM_DEVIATION = 0.5773502691896257;

    private long state;

    SeededRandom(long seed, long collar, long day, long purpose) {
        reset(seed, collar, day, purpose);
    }

    /** Restarts with another seed, collar, day and purpose. */
    void reset(long seed, long collar, long day, long purpose) {
        state = mix(mix(mix(mix(seed) + collar) + day) + purpose);
    }

    private static long mix(long value) {
        long mixed = value + GOLDEN_GAMMA;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    private long nextLong() {
        long next = mix(state);
        state += GOLDEN_GAMMA;
        return next;
    }

    /** Returns a number in [0, 1). */
    double unit() {
        return (nextLong() >>> 11) * UNIT;
    }

    /** Returns a number in [from, to). */
    double between(double from, double to) {
        return from + (to - from) * unit();
    }

    /** Returns a whole number in [0, bound). */
    int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    boolean chance(double share) {
        return unit() < share;
    }

    /**
     * Returns a number of mean 0 and standard deviation 1, bell-shaped and within ±3.5. It is a sum of uniform numbers
     * instead of a logarithm, whose last bit may differ between machines.
     */
    double bell() {
        long bits = nextLong();
        long sum = (bits & 0xFFFF) + ((bits >>> 16) & 0xFFFF) + ((bits >>> 32) & 0xFFFF) + (bits >>> 48);
        return ((sum + 2) / 65536.0 - 2) / FOUR_UNIFORM_DEVIATION;
    }
}
