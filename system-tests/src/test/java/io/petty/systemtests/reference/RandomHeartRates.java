package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Generates heart rates in thousandths of a beat per minute, around the resting rate of one collar. They have the
 * requested means; at random, some or all rates are missing.
 */
final class RandomHeartRates {

    private static final int LEAST = 30_000;
    private static final int MOST = 300_000;

    private final Random random;
    private final int restingRate;

    /** Percentage of readings without a measurement. */
    private int missing;

    RandomHeartRates(Random random, int restingRate) {
        this.random = random;
        this.restingRate = restingRate;
    }

    /** Chooses how many of the next readings have no measurement. */
    void newScene() {
        missing = new int[] {0, 0, 0, 0, 5, 43, 90, 100}[random.nextInt(8)];
    }

    @Nullable
    Integer any() {
        return maybe(
                switch (random.nextInt(6)) {
                    case 0 -> LEAST;
                    case 1 -> MOST;
                    default -> percent(60 + random.nextInt(200));
                });
    }

    /** Returns a rate between two percentages of the resting rate. */
    @Nullable
    Integer between(int least, int most) {
        return maybe(within(percent(least) + random.nextInt(percent(most) - percent(least) + 1)));
    }

    /** Returns a percentage of the resting rate. */
    int percent(int percent) {
        return within((int) (percent * (long) restingRate / 100));
    }

    /** Returns one of the given percentages of the resting rate, or a rate a thousandth of a beat away from it. */
    int edge(int... percentages) {
        return within(percent(percentages[random.nextInt(percentages.length)])
                + new int[] {0, 0, 0, -1, 1}[random.nextInt(5)]);
    }

    /**
     * Returns rates that have a given mean and differ from it by up to a spread. The first rate is then raised by
     * {@code more} thousandths. At random, some rates are missing, or all but three to five.
     */
    List<@Nullable Integer> ofMean(int count, int mean, int spread, int more) {
        int measured = 0;
        for (int i = 0; i < count; i++) {
            measured += maybe(mean) == null ? 0 : 1;
        }
        if (random.nextInt(10) == 0) {
            measured = Math.min(count, 3 + random.nextInt(3));
        }
        List<@Nullable Integer> rates = new ArrayList<>(Collections.nCopies(count - measured, null));
        while (rates.size() < count) {
            int difference = spread == 0 || rates.size() + 1 == count
                    ? 0
                    : Math.min(random.nextInt(spread), Math.min(mean - LEAST, MOST - mean));
            rates.add(mean + difference);
            if (rates.size() < count) {
                rates.add(mean - difference);
            }
        }
        Collections.shuffle(rates, random);
        for (int i = 0; i < count; i++) {
            Integer rate = rates.get(i);
            if (rate != null) {
                rates.set(i, within(rate + more));
                break;
            }
        }
        return rates;
    }

    private @Nullable Integer maybe(int rate) {
        return random.nextInt(100) < missing ? null : (Integer) within(rate);
    }

    private static int within(int rate) {
        return Math.max(LEAST, Math.min(MOST, rate));
    }
}
