package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One random day of one collar, scene after scene until the day is over. */
final class DayBuilder {

    private static final int MINUTE = 60_000;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private final Random random;
    private final String collar;
    private final long midnight;
    private final RandomPlaces places;
    private final RandomHeartRates heartRates;
    private final List<ReferenceReading> readings = new ArrayList<>();

    /** Milliseconds from midnight of the next scene's first reading. */
    private int now;

    DayBuilder(Random random, String collar, LocalDate day) {
        this.random = random;
        this.collar = collar;
        this.midnight = day.toEpochDay() * DAY;
        this.places = new RandomPlaces(random);
        this.heartRates = new RandomHeartRates(random);
        this.now = random.nextInt(3) == 0 ? 0 : random.nextInt(12 * HOUR);
    }

    List<ReferenceReading> readings() {
        return List.copyOf(readings);
    }

    /** A day of one or two readings. */
    void only(int count) {
        now = pick(0, DAY - 1, random.nextInt(DAY));
        for (int i = 0; i < count; i++) {
            add(now, heartRates.any(), random.nextInt(3), places.maybe());
            now += pick(1, 1000, 30 * MINUTE, 30 * MINUTE + 1, random.nextInt(40 * MINUTE) + 1);
        }
        ensureNotEmpty();
    }

    /** So many scenes of any kind, and now and then the day's last millisecond. */
    void scenes(int count) {
        for (int i = 0; i < count && now < DAY; i++) {
            switch (random.nextInt(11)) {
                case 0, 1 -> rest();
                case 2 -> walk();
                case 3, 4 -> pace();
                case 5 -> run();
                case 6 -> blips();
                case 7, 8 -> fetch();
                case 9 -> anything();
                default -> gap();
            }
        }
        if (random.nextInt(12) == 0) {
            now = Math.max(now, DAY - 1);
            add(now, heartRates.any(), random.nextInt(3), places.maybe());
        }
        ensureNotEmpty();
    }

    private void ensureNotEmpty() {
        if (readings.isEmpty()) {
            now = random.nextInt(DAY);
            add(now, heartRates.any(), random.nextInt(3), places.maybe());
        }
    }

    /** Rest around eight hours of 08:00–20:00, sometimes cut in two by a short walk or a gap. */
    void longRest() {
        int start = 8 * HOUR + pick(-HOUR, -1, 0, 1, 4 * HOUR - 1, 4 * HOUR, 4 * HOUR + 1, 2 * HOUR);
        int end = Math.min(DAY, start + 8 * HOUR + pick(-1, 0, 0, 1, 2, HOUR, -HOUR, 9 * HOUR));
        if (random.nextInt(4) == 0) {
            end = 16 * HOUR + pick(-1, 0, 1);
        }
        int cut = random.nextInt(3) == 0 ? start + (end - start) / 2 : DAY;
        int step = pick(5, 10, 15, 25, 30) * MINUTE;
        now = start;
        boolean isCut = false;
        while (now < end) {
            add(now, heartRates.near(pick(58_000, 66_000)), 0, places.maybe());
            int next = now + step - random.nextInt(2);
            if (!isCut && next >= cut) {
                isCut = true;
                switch (random.nextInt(3)) {
                    case 0 -> add(now + 6 * MINUTE, heartRates.any(), 1, places.maybe());
                    case 1 -> add(now + MINUTE, heartRates.any(), 2, places.maybe());
                    default -> next = now + 30 * MINUTE + 1;
                }
            }
            now = next;
        }
        now = end;
        add(end, heartRates.near(58_000), random.nextInt(3) == 0 ? 1 : 0, places.maybe());
        now = end + pick(1, MINUTE, 30 * MINUTE + 1);
    }

    /** Rest of one mean, exact but for a few thousandths in the sum of all. */
    void restOfMean(int mean, int count, int more) {
        now = Math.min(now, 20 * HOUR) + 31 * MINUTE;
        int[] rates = heartRates.ofMean(count, mean, pick(0, 1000, 5000));
        rates[0] += more;
        int step = pick(1, 2, 5) * MINUTE;
        for (int rate : rates) {
            add(now, rate, 0, places.maybe());
            now += step;
        }
        now += 31 * MINUTE;
    }

    /** Windows of rest with few or many readings, some of them empty, with means and deviations on the edges. */
    private void rest() {
        places.newScene();
        int start = now;
        int windows = 1 + random.nextInt(8);
        for (int window = 0; window < windows; window++) {
            if (window > 0 && random.nextInt(6) == 0) {
                continue;
            }
            int count = pick(1, 2, 3, 3, 4, 4, 4, 5, 6, 10);
            int[] rates = random.nextInt(4) == 0
                    ? heartRates.ofDeviation(count, heartRates.edge(40_000, 65_000, 58_000), pick(2999, 3000, 3001))
                    : heartRates.ofMean(count, heartRates.edge(40_000, 65_000, 58_000), pick(0, 500, 2900, 4000));
            int from = start + window * 10 * MINUTE;
            int[] times = times(from, from + 10 * MINUTE, count, window == 0 || random.nextBoolean());
            for (int i = 0; i < count; i++) {
                add(times[i], rates[i], 0, places.maybe());
            }
        }
        now = Math.max(now, start + pick(windows * 10 * MINUTE, now - start + pick(1, MINUTE, 5 * MINUTE)));
    }

    /** Rising times from one to below another; the first possible one if wanted, the last possible one by chance. */
    private int[] times(int from, int until, int count, boolean fromStart) {
        int[] times = random.ints(from, until).distinct().limit(count).sorted().toArray();
        if (fromStart) {
            times[0] = from;
        }
        if (count > 1 && random.nextInt(3) == 0) {
            times[count - 1] = until - 1;
        }
        return times;
    }

    private void walk() {
        places.newScene();
        steady(1, 1 + random.nextInt(20), heartRates.edge(70_000, 110_000, 95_000));
    }

    private void run() {
        places.newScene();
        steady(2, 1 + random.nextInt(12), heartRates.edge(80_000, 160_000, 140_000));
    }

    private void steady(int activity, int count, int mean) {
        int cadence = cadence();
        for (int rate : heartRates.ofMean(count, mean, pick(0, 3000, 15_000))) {
            add(now, rate, activity, places.maybe());
            now += jittered(cadence);
        }
    }

    /** To and fro within 70 m or a hair more, with five, six or seven places among the readings. */
    private void pace() {
        places.newScene();
        int located = pick(5, 6, 6, 7, 8, 12);
        int count = located + pick(0, 0, 1, 5);
        int[] rates = heartRates.ofMean(count, heartRates.edge(70_000, 110_000, 90_000), pick(0, 2000, 9000));
        List<ReferencePlace> around = places.around(located, 70_000 + pick(-40_000, -1, 0, 0, 1, 2, 40_000));
        int cadence = cadence();
        for (int i = 0; i < count; i++) {
            add(now, rates[i], 1, i < located ? around.get(i) : null);
            now += jittered(cadence);
        }
    }

    /** Short bouts between others, with five minutes around them, alone or in chains. */
    private void blips() {
        places.newScene();
        int activity = random.nextInt(3);
        int other = random.nextInt(4) == 0 ? random.nextInt(3) : activity == 1 ? pick(0, 2) : 1;
        steady(activity, 1 + random.nextInt(4), heartRates.any());
        int chain = 1 + random.nextInt(6);
        for (int i = 0; i < chain; i++) {
            int before = Math.max(0, now - 1);
            if (!readings.isEmpty()) {
                before = (int) (readings.get(readings.size() - 1).time() - midnight);
            }
            int width = pick(2 * MINUTE, 5 * MINUTE - 1, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE + 1, 6 * MINUTE);
            int inside = pick(1, 1, 2, 5);
            int level = random.nextInt(6) == 0 ? random.nextInt(3) : other;
            for (int j = 1; j <= inside; j++) {
                add(before + j * (width / (inside + 1)), heartRates.any(), level, places.maybe());
            }
            now = before + width;
            add(now, heartRates.any(), activity, places.maybe());
            now += jittered(pick(1, 30_000, MINUTE));
            if (random.nextInt(3) == 0) {
                add(now, heartRates.any(), activity, places.maybe());
                now += 1 + random.nextInt(MINUTE);
            }
        }
    }

    /** Throws of about 100 m, their heart rates and the times between them on the edges. */
    private void fetch() {
        places.newScene();
        int mean = heartRates.edge(80_000, 160_000, 120_000);
        int off = pick(0, 0, 0, 1, -1);
        int cycles = pick(1, 2, 2, 3, 4, 6);
        for (int i = 0; i < cycles && now < DAY; i++) {
            if (random.nextInt(8) == 0) {
                // A run that no throw follows: it neither breaks nor extends the game.
                steady(2, 1 + random.nextInt(3), random.nextBoolean() ? mean : heartRates.any());
                steady(1, 1 + random.nextInt(4), heartRates.any());
            }
            int[] high = heartRates.ofMean(1 + random.nextInt(5), mean, pick(0, 2000, 10_000));
            high[0] += off;
            for (int rate : high) {
                add(now, rate, 2, places.here());
                now += 1 + random.nextInt(30_000);
            }
            if (random.nextInt(4) == 0) {
                steady(1, 1 + random.nextInt(3), heartRates.any());
            }
            places.move(100_000 + pick(-1, 0, 0, 1, 50_000, 50_000, 50_000, 50_000, -50_000));
            int low = now;
            int count = 1 + random.nextInt(3);
            boolean located = random.nextInt(10) != 0;
            for (int j = 0; j < count; j++) {
                add(now, heartRates.any(), 0, located ? places.here() : null);
                now += 1 + random.nextInt(30_000);
            }
            if (random.nextInt(3) == 0) {
                now = Math.max(now, low + 15 * MINUTE + pick(-1, 0, 0, 1, 1, 9 * MINUTE));
            }
        }
        if (random.nextBoolean()) {
            steady(random.nextInt(3), 1 + random.nextInt(5), heartRates.any());
        }
    }

    private void anything() {
        places.newScene();
        int cadence = cadence();
        int count = 1 + random.nextInt(60);
        int activity = random.nextInt(3);
        int stay = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(stay) == 0) {
                activity = random.nextInt(3);
            }
            add(now, heartRates.any(), activity, places.maybe());
            now += jittered(cadence);
        }
    }

    /** Time without a reading, counted from the last one. */
    private void gap() {
        int last = readings.isEmpty()
                ? now
                : (int) (readings.get(readings.size() - 1).time() - midnight);
        now = Math.max(
                now,
                last
                        + pick(
                                30 * MINUTE - 1,
                                30 * MINUTE,
                                30 * MINUTE,
                                30 * MINUTE + 1,
                                30 * MINUTE + 1,
                                random.nextInt(3 * HOUR) + 1));
        if (random.nextInt(3) == 0) {
            int count = 1 + random.nextInt(2);
            for (int i = 0; i < count; i++) {
                add(now, heartRates.any(), random.nextInt(3), places.maybe());
                now += random.nextInt(MINUTE) + 1;
            }
            now += 30 * MINUTE + 1;
        }
    }

    private int cadence() {
        return pick(1, 5, 15, 30, 60, 60, 120, 150, 240, 300, 600, 900) * 1000;
    }

    private int jittered(int cadence) {
        return switch (random.nextInt(3)) {
            case 0 -> cadence;
            case 1 -> Math.max(1, cadence - 500 + random.nextInt(1000));
            default -> 1 + random.nextInt(2 * cadence);
        };
    }

    /** Adds a reading unless the day is over or the time isn't after the last reading's. */
    private void add(int time, int heartRate, int activity, @Nullable ReferencePlace place) {
        boolean later = readings.isEmpty()
                || midnight + time > readings.get(readings.size() - 1).time();
        if (time >= 0 && time < DAY && later) {
            readings.add(new ReferenceReading(collar, midnight + time, heartRate, activity, place));
        }
        now = Math.max(now, time);
    }

    private int pick(int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
