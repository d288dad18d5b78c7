package io.petty.generate;

import io.petty.reading.PackedReading;

/**
 * Generates the readings of one synthetic collar, one after another. Each local day is a pure function of seed, collar
 * and date. A day begins and ends with the pet asleep at home, so days join without a jump, and any day can be the
 * first.
 */
final class CollarLife {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long PURPOSE = 3;
    private static final long RESTLESS_MINUTES = 8;

    private static final double WALKING_SPEED = 1.2;
    private static final double RUNNING_SPEED = 4;
    /** The fraction of a fetch run's time that is spent on the way to the ball. The way back takes the rest. */
    private static final double OUTWARD = 0.65;
    /** A collar that is on its charger for at least this long may measure once, as if somebody had moved it. */
    private static final int STRAY_READING_SECONDS = 75 * 60;

    private static final int SECONDS_BETWEEN_DREAMS = 85 * 60;
    private static final int DREAM_SECONDS = 9 * 60;

    private final long seed;
    private final Pet pet;
    private final int stillCadence;
    private final int activeCadence;
    private final SeededRandom random;
    private final SeededRandom minute = new SeededRandom(0, 0, 0, RESTLESS_MINUTES);
    private final HeartRateGaps gaps;

    private DayPlan plan;
    private long localDay;
    private int span;
    private PetState state = PetState.SLEEP;
    private long spanStart;
    private long spanEnd;
    private double spanHeartRate;
    private double spanX;
    private double spanY;
    private boolean hasReception;

    private long time;
    private long lastTime;
    private int activity;
    private double heartRateLevel;
    private int heartRate;
    private double x;
    private double y;
    private double heading;
    private boolean located;
    private boolean hasFix;
    private int longitude;
    private int latitude;

    /**
     * Starts with the first reading of the local day that contains {@code from}. That reading is at most a day earlier
     * than {@code from}.
     */
    CollarLife(long seed, Pet pet, GenerateSettings settings, long from) {
        this.seed = seed;
        this.pet = pet;
        this.stillCadence = (int) settings.cadence().still().toMillis();
        this.activeCadence = (int) settings.cadence().active().toMillis();
        this.localDay = localDayOf(pet, from);
        this.plan = DayPlan.of(seed, pet, localDay);
        this.random = new SeededRandom(seed, pet.number(), localDay, PURPOSE);
        this.gaps = new HeartRateGaps(seed, pet.number(), settings.lives().heartRateMissing());
        beginDay(localDay);
    }

    /** Returns the epoch day of the plan that contains a time in milliseconds since 1970. */
    static long localDayOf(Pet pet, long epochMillis) {
        return Math.floorDiv(epochMillis + pet.utcOffset() - DayPlan.BEGINS_AT, MILLIS_PER_DAY);
    }

    /** Returns the start of a plan, in milliseconds since 1970. */
    static long beginningOf(Pet pet, long localDay) {
        return localDay * MILLIS_PER_DAY + DayPlan.BEGINS_AT - pet.utcOffset();
    }

    Pet pet() {
        return pet;
    }

    /** Returns the time of the current reading, in milliseconds since 1970. */
    long time() {
        return time;
    }

    /** Returns the heart rate in thousandths of a beat per minute, or {@link PackedReading#NO_HEART_RATE}. */
    int heartRate() {
        return heartRate;
    }

    int activity() {
        return activity;
    }

    boolean located() {
        return located;
    }

    /** Returns the longitude in millionths of a degree, in [-180, 180). Requires {@link #located}. */
    int longitude() {
        return longitude;
    }

    /** Returns the latitude in millionths of a degree. Requires {@link #located}. */
    int latitude() {
        return latitude;
    }

    /** Moves to the next reading. */
    void advance() {
        long due = time + Math.round((state.still() ? stillCadence : activeCadence) * random.between(0.92, 1.08));
        if (state == PetState.FETCH_RUN) {
            long far = spanStart + Math.round((spanEnd - spanStart) * OUTWARD);
            due = time >= far ? spanEnd : due > far - 1000 ? far : due;
        } else if (state == PetState.CHARGING) {
            due = spanEnd;
        }
        if (due < spanEnd) {
            time = due;
            measure();
        } else {
            beginNextSpan();
        }
    }

    private void beginNextSpan() {
        if (span + 1 == plan.size()) {
            plan = DayPlan.of(seed, pet, localDay + 1);
            beginDay(localDay + 1);
            return;
        }
        beginSpan(span + 1);
        if (state != PetState.CHARGING) {
            // The time advances by at least a second, so that collars that write whole seconds don't repeat a time.
            time = Math.max(spanStart + 300 + random.below(1200), time + 1000);
            measure();
        } else if (spanEnd - spanStart >= STRAY_READING_SECONDS * 1000L && random.chance(0.3)) {
            time = spanStart + Math.round((spanEnd - spanStart) * random.between(0.45, 0.55));
            measure();
        } else {
            beginNextSpan();
        }
    }

    private void beginDay(long day) {
        localDay = day;
        random.reset(seed, pet.number(), day, PURPOSE);
        gaps.beginDay(day, beginningOf(pet, day));
        hasFix = false;
        heartRateLevel = pet.sleepingHeartRate();
        beginSpan(0);
        time = spanStart + 1000 + random.below(stillCadence);
        measure();
    }

    private void beginSpan(int next) {
        PetState before = state;
        span = next;
        state = plan.state(next);
        spanStart = beginningOf(pet, localDay) + plan.start(next) * 1000L;
        spanEnd = beginningOf(pet, localDay) + plan.start(next + 1) * 1000L;
        spanHeartRate = heartRateOf(state);
        lastTime = spanStart;
        if (state.indoors()) {
            spanX = random.between(-4, 4);
            spanY = random.between(-4, 4);
            x = spanX;
            y = spanY;
            hasReception = random.chance(state == PetState.PACING ? 0.95 : 0.6);
            hasFix &= before.indoors();
        } else {
            hasReception = true;
            heading = random.between(0, 2 * StrictMath.PI);
            if (state == PetState.FETCH_RUN) {
                double distance = random.between(122, 150);
                spanX = x + distance * StrictMath.cos(heading);
                spanY = y + distance * StrictMath.sin(heading);
            }
        }
    }

    private double heartRateOf(PetState of) {
        Species species = pet.species();
        if (species != null) {
            return species.heartRate(of, pet, random);
        }
        return switch (of) {
            case SLEEP -> pet.sleepingHeartRate() + random.between(-1.5, 1.5);
            case NAP, WAKE -> pet.sleepingHeartRate() + random.between(0, 4);
            case REST, CHARGING -> pet.restingHeartRate() + random.between(-3, 4);
            case ALERT -> pet.restingHeartRate() + random.between(34, 46);
            case WALK, PATROL -> pet.restingHeartRate() + random.between(12, 28);
            case PACING -> random.between(84, 101);
            case RUN, PLAY -> random.between(125, 158);
            case FETCH_RUN -> random.between(122, 148);
            case FETCH_STOP -> random.between(106, 122);
        };
    }

    private void measure() {
        double seconds = (time - lastTime) / 1000.0;
        lastTime = time;
        activity = state.activity();
        move(seconds);
        beat(seconds);
        locate();
        blip();
    }

    private void move(double seconds) {
        switch (state) {
            case WALK -> wander(seconds, WALKING_SPEED);
            case RUN -> wander(seconds, RUNNING_SPEED);
            case PACING -> {
                x = spanX + random.between(-3, 3);
                y = spanY + random.between(-2, 2);
            }
            case PATROL, PLAY -> {
                x = spanX + random.between(-6, 6);
                y = spanY + random.between(-6, 6);
            }
            default -> {
                // The pet rests or plays fetch. locate() computes the runs for the ball.
            }
        }
    }

    /** Moves along a winding path that ends at home. */
    private void wander(double seconds, double speed) {
        double step = speed * seconds;
        double fromHome = Math.sqrt(x * x + y * y);
        boolean homeward = fromHome > step && fromHome * 1.15 > speed * (spanEnd - time) / 1000.0;
        heading = homeward ? StrictMath.atan2(-y, -x) : heading + 0.3 * random.bell();
        x += step * StrictMath.cos(heading);
        y += step * StrictMath.sin(heading);
    }

    private void beat(double seconds) {
        Species species = pet.species();
        heartRateLevel += (spanHeartRate - heartRateLevel) * Math.min(1, seconds / 40);
        double noise = species == null ? noise() : heartRateLevel * species.noise(state);
        double beats = heartRateLevel + noise * random.bell();
        beats = species == null ? Math.max(38, Math.min(210, beats)) : Math.max(31, Math.min(299, beats));
        heartRate = pet.wholeBeats() ? (int) Math.round(beats) * 1000 : (int) Math.round(beats * 10) * 100;
        if (gaps.holds(time)) {
            heartRate = PackedReading.NO_HEART_RATE;
        }
    }

    private double noise() {
        return switch (state) {
            case SLEEP -> dreams() ? 5 : 1.3;
            case NAP -> 1.8;
            case REST, CHARGING, PACING -> 3.2;
            default -> 4;
        };
    }

    private boolean dreams() {
        return (time - spanStart) / 1000 % SECONDS_BETWEEN_DREAMS > SECONDS_BETWEEN_DREAMS - DREAM_SECONDS;
    }

    private void locate() {
        if (!hasReception || !random.chance(state.indoors() ? 0.9 : 0.975)) {
            located = false;
            return;
        }
        located = true;
        // A collar at rest usually keeps its last fix, to save its battery.
        if (state.still() && hasFix && !random.chance(0.08)) {
            return;
        }
        double trueX = x;
        double trueY = y;
        if (state == PetState.FETCH_RUN) {
            double progress = Math.min(1, (time - spanStart) / (OUTWARD * (spanEnd - spanStart)));
            trueX += (spanX - x) * progress;
            trueY += (spanY - y) * progress;
        }
        trueX += pet.locationNoise() * random.bell();
        trueY += pet.locationNoise() * random.bell();
        latitude = (int) Math.round((pet.homeLatitude() + trueY / Pet.METRES_PER_LATITUDE) * 1e6);
        int unwrapped = (int) Math.round((pet.homeLongitude() + trueX / pet.metresPerLongitude()) * 1e6);
        longitude = Math.floorMod(unwrapped + 180_000_000, 360_000_000) - 180_000_000;
        hasFix = true;
    }

    /** Adds motion in some minutes of rest. The choice of these minutes doesn't depend on the collar's cadence. */
    private void fidget(Species species) {
        double share = species.restless(state);
        if (share > 0) {
            minute.reset(seed, pet.number(), time / 60_000, RESTLESS_MINUTES);
            if (minute.chance(share) && random.chance(0.7)) {
                activity = 1;
            }
        }
    }

    /**
     * Occasionally gives a reading an activity that doesn't match the pet's state, such as a stretch during rest, or a
     * stop or leap during a walk.
     */
    private void blip() {
        Species species = pet.species();
        if (species != null) {
            fidget(species);
            return;
        }
        if (state == PetState.WALK && random.chance(0.008)) {
            activity = random.chance(0.7) ? 0 : 2;
        } else if (state == PetState.REST && random.chance(0.006)) {
            activity = 1;
        } else if ((state == PetState.SLEEP || state == PetState.NAP) && random.chance(0.001)) {
            activity = 1;
        }
    }
}
