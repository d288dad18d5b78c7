package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Builds one random day of one collar, scene after scene until the day is over. */
final class ReferenceDayBuilder {

    private static final int MINUTE = 60_000;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private final Random random;
    private final String collar;
    private final long midnight;
    private final RandomPlaces places;
    private final RandomHeartRates heartRates;
    private final List<ReferenceReading> readings = new ArrayList<>();

    /** The time of the next scene's first reading, in milliseconds from midnight. */
    private int now;

    /**
     * Creates a builder of one day.
     *
     * @param restingRate the collar's resting rate in thousandths of a beat per minute, preferably a multiple of 20, so
     *     that its percentages are whole numbers
     */
    ReferenceDayBuilder(Random random, String collar, LocalDate day, int restingRate) {
        this.random = random;
        this.collar = collar;
        this.midnight = day.toEpochDay() * DAY;
        this.places = new RandomPlaces(random);
        this.heartRates = new RandomHeartRates(random, restingRate);
        this.now = random.nextInt(3) == 0 ? 0 : random.nextInt(12 * HOUR);
    }

    List<ReferenceReading> readings() {
        return List.copyOf(readings);
    }

    /** Adds a day of one or two readings. */
    void only(int count) {
        now = pick(0, DAY - 1, random.nextInt(DAY));
        for (int i = 0; i < count; i++) {
            add(now, heartRates.any(), random.nextInt(3), places.maybe());
            now += pick(1, 1000, 30 * MINUTE, 30 * MINUTE + 1, random.nextInt(40 * MINUTE) + 1);
        }
        ensureNotEmpty();
    }

    /** Adds a number of scenes of any kind and, occasionally, a reading in the day's last millisecond. */
    void scenes(int count) {
        for (int i = 0; i < count && now < DAY; i++) {
            heartRates.newScene();
            places.newScene();
            switch (random.nextInt(15)) {
                case 0 -> rest();
                case 1 -> walk();
                case 2, 3 -> pace();
                case 4 -> run();
                case 5 -> blips();
                case 6, 7 -> fetch();
                case 8 -> anything();
                case 9, 10, 11 -> sleep();
                case 12, 13 -> holes();
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

    /** Adds rest of about eight hours within 08:00–20:00, sometimes interrupted by a short walk or a gap. */
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
            add(now, heartRates.between(90, 110), 0, places.maybe());
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
        add(end, heartRates.between(90, 110), random.nextInt(3) == 0 ? 1 : 0, places.maybe());
        now = end + pick(1, MINUTE, 30 * MINUTE + 1);
    }

    /** Adds rest with a given mean, except that the sum of the heart rates is {@code more} thousandths higher. */
    void restOfMean(int mean, int count, int more) {
        now = Math.min(now, 20 * HOUR) + 31 * MINUTE;
        int step = pick(1, 2, 5) * MINUTE;
        for (Integer rate : heartRates.ofMean(count, mean, pick(0, 1000, 5000), more)) {
            add(now, rate, 0, places.maybe());
            now += step;
        }
        now += 31 * MINUTE;
    }

    /** Adds rest over a number of minutes, some of which may be restless or without a heart rate or reading. */
    void restOfMinutes(int count) {
        now = Math.min(now, 18 * HOUR) / MINUTE * MINUTE;
        int percent = pick(80, 95, 100, 120);
        for (int counted = 0; counted < count; now += MINUTE) {
            switch (random.nextInt(20)) {
                case 0 -> add(now, heartRates.between(percent, percent + 5), 1, null);
                case 1 -> add(now, null, 0, null);
                case 2 -> {
                    add(now, heartRates.between(percent, percent + 5), 0, null);
                    add(now + 1000, null, 1, null);
                }
                default -> {
                    add(now, heartRates.between(percent, percent + 5), 0, null);
                    counted++;
                }
            }
        }
    }

    /** Adds readings at rest whose mean is at the limits of sleep and alert. */
    private void rest() {
        int count = pick(1, 2, 3, 4, 4, 5, 12, 30);
        int cadence = cadence();
        for (Integer rate : heartRates.ofMean(count, heartRates.edge(100, 105, 150), pick(0, 500, 4000), 0)) {
            add(now, rate, 0, places.maybe());
            now += jittered(cadence);
        }
    }

    /** Adds quiet minutes in one to three blocks whose lengths, means and breaks are at the limits of sleep. */
    private void sleep() {
        int blocks = pick(1, 1, 2, 2, 3);
        if (random.nextInt(3) == 0) {
            now += 31 * MINUTE;
        }
        now = (now + MINUTE - 1) / MINUTE * MINUTE;
        if (readings.isEmpty() && random.nextInt(2) == 0) {
            now = pick(0, 4, 4, 5) * MINUTE;
            block(pick(9, 10, 29, 30, 59, 60), heartRates.edge(85, 85, 90, 105));
            return;
        } else if (random.nextInt(4) == 0) {
            int length = pick(9, 10, 29, 30, 59, 60);
            now = Math.max(now, DAY - (length + pick(0, 4, 4, 5)) * MINUTE);
            block(length, heartRates.edge(85, 85, 90, 105));
            return;
        }
        for (int i = 0; i < blocks; i++) {
            if (i > 0) {
                interruption();
            }
            block(length(), heartRates.edge(85, 85, 90, 90, 105, 105, 100));
        }
    }

    private int length() {
        return pick(9, 10, 20, 29, 30, 45, 59, 60, 76, 89, 90, 106, 110, 150, 179, 180);
    }

    /** Adds minutes at rest with one mean. At random, a few are restless or have no reading. */
    private void block(int length, int mean) {
        int perMinute = pick(1, 1, 1, 1, 2, 2, 3, 4, random.nextInt(10) == 0 ? 12 : 1);
        int restless = pick(0, 0, 2, 5, 8, 12);
        int empty = pick(0, 0, 0, 5, 20);
        List<@Nullable Integer> rates =
                heartRates.ofMean(length * perMinute, mean, pick(0, 0, 2000), pick(0, 0, 1, -1));
        for (int minute = 0; minute < length; minute++) {
            boolean border = minute == 0 || minute == length - 1;
            boolean active = !border && random.nextInt(100) < restless;
            boolean left = border || random.nextInt(100) >= empty;
            for (int i = 0; left && i < perMinute; i++) {
                // In an active minute, half of the readings or all of them have activity.
                boolean moves = active && (i % 2 == 0 || random.nextBoolean());
                add(
                        now + i * (MINUTE / perMinute),
                        rates.get(minute * perMinute + i),
                        moves ? pick(1, 1, 2) : 0,
                        places.maybe());
            }
            now = now / MINUTE * MINUTE + MINUTE;
        }
    }

    /** Adds an interruption of up to half an hour between two blocks of sleep. */
    private void interruption() {
        int minutes = pick(1, 2, 3, 4, 4, 4, 5, 5, 5, 6, 9, 10, 11, 12, 19, 20, 21, 22, 29, 30);
        int kind = pick(0, 0, 1, 2);
        for (int minute = 0; minute < minutes; minute++) {
            boolean awake = kind == 0 || (kind == 1 && minute % 5 == 0);
            if (awake) {
                add(now, heartRates.any(), 1, places.maybe());
            }
            now += MINUTE;
        }
    }

    /**
     * Adds quiet minutes with pairs and triples of restless ones about ten minutes apart, and some without a reading.
     */
    private void holes() {
        now = (now + 31 * MINUTE) / MINUTE * MINUTE;
        int length = pick(60, 90, 120, 200);
        int mean = heartRates.edge(85, 90, 105);
        int next = 15 + random.nextInt(15);
        for (int minute = 0; minute < length; minute++, now += MINUTE) {
            boolean restless = minute == next;
            if (restless) {
                next += pick(5, 6, 11, 12, 13, 13, 25);
            }
            if (restless || random.nextInt(12) != 0) {
                add(now, heartRates.ofMean(1, mean, 0, 0).get(0), restless ? 1 : 0, places.maybe());
            }
        }
        now += pick(1, 31) * MINUTE;
    }

    /** Adds a whole realistic day at one cadence, with or without gaps. */
    void life() {
        heartRates.newScene();
        places.newScene();
        int cadence = (random.nextInt(40) == 0 ? 5 : pick(15, 30, 60, 60, 120, 120, 300, 300, 300)) * 1000;
        now = random.nextInt(2) == 0 ? 0 : random.nextInt(HOUR);
        while (now < DAY) {
            switch (random.nextInt(11)) {
                case 0, 1, 2 -> live(cadence, 0, 10 + random.nextInt(200), pick(80, 85, 90, 95, 100), pick(0, 3, 6, 9));
                case 3 -> live(cadence, 0, 5 + random.nextInt(40), pick(100, 110, 120, 150), pick(10, 25, 50));
                case 4, 5 -> live(cadence, 1, 2 + random.nextInt(30), pick(105, 120, 150, 165), 30);
                case 6 -> live(cadence, 2, 1 + random.nextInt(12), pick(130, 180, 250), 20);
                case 7 -> fetch();
                case 8 -> pace();
                case 9 -> now += pick(2, 9, 15, 29, 31) * MINUTE;
                default -> now += random.nextInt(4) == 0 ? random.nextInt(5 * HOUR) : cadence;
            }
        }
    }

    /** Adds minutes of one activity, interspersed with minutes of another. */
    private void live(int cadence, int activity, int minutes, int percent, int others) {
        int end = Math.min(DAY, now + minutes * MINUTE);
        int minute = -1;
        int level = activity;
        while (now < end) {
            if (now / MINUTE != minute) {
                minute = now / MINUTE;
                level = random.nextInt(100) < others ? pick(0, 1, 2) : activity;
            }
            add(now, heartRates.between(percent, percent + 10), level, places.maybe());
            now += cadence;
        }
    }

    private void walk() {
        steady(1, 1 + random.nextInt(20), heartRates.edge(110, 130, 170));
    }

    private void run() {
        steady(2, 1 + random.nextInt(12), heartRates.edge(125, 200, 300));
    }

    private void steady(int activity, int count, int mean) {
        int cadence = cadence();
        for (Integer rate : heartRates.ofMean(count, mean, pick(0, 3000, 15_000), 0)) {
            add(now, rate, activity, places.maybe());
            now += jittered(cadence);
        }
    }

    /** Adds pacing within 70 m or slightly more, with five to twelve places among the readings. */
    private void pace() {
        int located = pick(5, 6, 6, 7, 8, 12);
        int count = located + pick(0, 0, 1, 5);
        List<@Nullable Integer> rates = heartRates.ofMean(
                count, heartRates.edge(110, 110, 140, 170, 170), pick(0, 2000, 9000), pick(0, 0, 0, 1, -1));
        List<ReferencePlace> around = places.around(located, 70_000 + pick(-40_000, -1, 0, 0, 1, 2, 40_000));
        int cadence = cadence();
        for (int i = 0; i < count; i++) {
            add(now, rates.get(i), 1, i < located ? around.get(i) : null);
            now += jittered(cadence);
        }
    }

    /** Adds short bouts, alone or in chains, between bouts of another activity that are about five minutes apart. */
    private void blips() {
        int activity = random.nextInt(3);
        int other = random.nextInt(4) == 0 ? random.nextInt(3) : activity == 1 ? pick(0, 2) : 1;
        steady(activity, 1 + random.nextInt(4), heartRates.edge(90, 120));
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

    /** Adds throws of about 100 m, with heart rates and intervals at the limits of games. */
    private void fetch() {
        int mean = heartRates.edge(125, 125, 200, 300, 300);
        int off = pick(0, 0, 0, 1, -1);
        int cycles = pick(1, 2, 2, 3, 4, 6);
        for (int i = 0; i < cycles && now < DAY; i++) {
            if (random.nextInt(8) == 0) {
                // A run without a throw after it: it neither breaks nor extends the game.
                steady(2, 1 + random.nextInt(3), random.nextBoolean() ? mean : heartRates.edge(100, 250));
                steady(1, 1 + random.nextInt(4), heartRates.edge(120));
            }
            int throwing = 1 + random.nextInt(5);
            for (Integer rate : heartRates.ofMean(throwing, mean, pick(0, 2000, 10_000), i == 0 ? off : 0)) {
                add(now, rate, 2, places.here());
                now += 1 + random.nextInt(30_000);
            }
            if (random.nextInt(4) == 0) {
                steady(1, 1 + random.nextInt(3), heartRates.edge(120));
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
            steady(random.nextInt(3), 1 + random.nextInt(5), heartRates.edge(100));
        }
    }

    private void anything() {
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

    /** Adds a gap of at least half an hour, or a millisecond less, after the last reading. */
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
    private void add(int time, @Nullable Integer heartRate, int activity, @Nullable ReferencePlace place) {
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
