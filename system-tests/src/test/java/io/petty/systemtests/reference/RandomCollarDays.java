package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Generates difficult collars for comparisons: days composed of scenes at the limits of the rules. The same seed always
 * gives the same collars.
 */
public final class RandomCollarDays {

    /** One collar's readings by event day. Each day's readings are in time order, at most one per millisecond. */
    public record Collar(String id, SortedMap<LocalDate, List<ReferenceReading>> days) {}

    /** Resting rates of cats, small dogs, people and large dogs. */
    private static final int[] RESTING_RATES = {150_000, 110_000, 60_000, 65_000};

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 1);

    private final Random random;
    private int collars;

    public RandomCollarDays(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the next collar. About half have one day, the others up to several weeks with gaps. */
    public Collar next() {
        String id = String.format(Locale.ROOT, "collar-%05d", collars++);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> withBaseline(id);
            case 3 -> severalDays(id, 2 + random.nextInt(4));
            default -> severalDays(id, 1);
        };
    }

    private Collar severalDays(String id, int count) {
        SortedMap<LocalDate, List<ReferenceReading>> days = new TreeMap<>();
        LocalDate day = FIRST_DAY.plusDays(random.nextInt(200));
        int restingRate = restingRate();
        for (int i = 0; i < count; i++) {
            days.put(day, day(id, day, restingRate));
            day = day.plusDays(random.nextInt(6) == 0 ? 88 + random.nextInt(5) : 1);
        }
        return new Collar(id, days);
    }

    private int restingRate() {
        return RESTING_RATES[random.nextInt(RESTING_RATES.length)] + 20 * random.nextInt(500);
    }

    private List<ReferenceReading> day(String id, LocalDate day, int restingRate) {
        ReferenceDayBuilder builder = new ReferenceDayBuilder(random, id, day, restingRate);
        switch (random.nextInt(14)) {
            case 0 -> builder.only(1);
            case 1 -> builder.only(2);
            case 2 -> builder.longRest();
            case 3, 4 -> builder.life();
            default -> builder.scenes(1 + random.nextInt(9));
        }
        return builder.readings();
    }

    /**
     * Returns quiet days followed by one or more compared days. The mean heart rates of the compared days are at the
     * limits of the rules, relative to the median of the quiet days. The first compared day follows soon, or about
     * ninety days after the third-last quiet day. In the latter case, that quiet day just counts or just doesn't count
     * for the baseline.
     */
    private Collar withBaseline(String id) {
        int count = pick(2, 3, 3, 3, 4, 4, 13, 14, 15, 16, 17);
        SortedMap<LocalDate, List<ReferenceReading>> days = new TreeMap<>();
        List<Integer> means = new ArrayList<>();
        LocalDate day = FIRST_DAY;
        LocalDate thirdLast = day;
        int restingRate = restingRate();
        int spread = pick(0, 0, 0, 0, 0, 1, 2, 20, 1000, 9000);
        for (int i = 0; i < count; i++) {
            int mean = restingRate + spread * (random.nextInt(5) - 2);
            means.add(mean);
            days.put(day, quietDay(id, day, mean));
            if (i == Math.max(0, count - 3)) {
                thirdLast = day;
            }
            day = day.plusDays(1 + random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            day = thirdLast.plusDays(89 + random.nextInt(3));
        }
        List<Integer> last = new ArrayList<>(means.subList(Math.max(0, count - 14), count));
        last.sort(null);
        int twiceMedian = last.get((last.size() - 1) / 2) + last.get(last.size() / 2);
        // If all quiet days have the same mean, a few other days don't change their median.
        int compared = spread == 0 && count >= 3 ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < compared; i++) {
            days.put(day, comparedDay(id, day, twiceMedian));
            day = day.plusDays(1);
        }
        return new Collar(id, days);
    }

    private List<ReferenceReading> comparedDay(String id, LocalDate day, int twiceBaseline) {
        ReferenceDayBuilder builder = new ReferenceDayBuilder(random, id, day, (twiceBaseline + 1) / 2);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                builder.scenes(random.nextInt(3));
                builder.restOfMean(twiceBaseline * 3 / 4, pick(3, 4, 5, 8, 20), pick(-1, 0, 0, 0, 1));
                builder.scenes(random.nextInt(3));
            }
            case 2 -> {
                builder.restOfMinutes(pick(238, 239, 239, 240, 240, 241));
                builder.scenes(random.nextInt(2));
            }
            default -> builder.scenes(1 + random.nextInt(6));
        }
        return builder.readings();
    }

    private List<ReferenceReading> quietDay(String id, LocalDate day, int mean) {
        ReferenceDayBuilder builder = new ReferenceDayBuilder(random, id, day, mean);
        builder.restOfMean(mean, pick(2, 4, 9, 30), 0);
        return builder.readings();
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
