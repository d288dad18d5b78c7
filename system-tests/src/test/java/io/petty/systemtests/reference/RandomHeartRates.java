package io.petty.systemtests.reference;

import java.util.Arrays;
import java.util.Random;

/** Heart rates in thousandths of a beat per minute whose means and deviations fall where they are wanted. */
final class RandomHeartRates {

    private static final int LEAST = 30_000;
    private static final int MOST = 300_000;

    private final Random random;

    RandomHeartRates(Random random) {
        this.random = random;
    }

    int any() {
        return switch (random.nextInt(6)) {
            case 0 -> LEAST;
            case 1 -> MOST;
            default -> 40_000 + random.nextInt(140_000);
        };
    }

    int near(int rate) {
        return within(rate - 1000 + random.nextInt(2001));
    }

    /** One of two limits, a thousandth beside one, or something well between. */
    int edge(int least, int most, int between) {
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> most;
            case 2 -> least - 1;
            case 3 -> most + 1;
            default -> between;
        };
    }

    /** Rates that differ up to a spread, and whose mean is exact; by chance their sum is one thousandth off. */
    int[] ofMean(int count, int mean, int spread) {
        int[] rates = new int[count];
        Arrays.fill(rates, mean);
        for (int i = 0; i + 1 < count; i += 2) {
            int difference = Math.min(spread == 0 ? 0 : random.nextInt(spread), Math.min(mean - LEAST, MOST - mean));
            rates[i] += difference;
            rates[i + 1] -= difference;
        }
        if (random.nextInt(5) == 0) {
            rates[count - 1] = within(rates[count - 1] + (random.nextBoolean() ? 1 : -1));
        }
        return rates;
    }

    /** Pairs of rates as far below the mean as above it; an odd one out lies at the mean. */
    int[] ofDeviation(int count, int mean, int deviation) {
        int[] rates = new int[count];
        for (int i = 0; i < count; i++) {
            boolean odd = count % 2 == 1 && i == count - 1;
            rates[i] = odd ? mean : i % 2 == 0 ? mean + deviation : mean - deviation;
        }
        return rates;
    }

    private static int within(int rate) {
        return Math.max(LEAST, Math.min(MOST, rate));
    }
}
