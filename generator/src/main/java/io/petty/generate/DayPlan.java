package io.petty.generate;

import java.util.Arrays;

/**
 * The true states of a pet during a local day. The day begins at three in the morning and ends 24 hours later. The pet
 * is asleep at both times. The states are stored in two arrays to save memory, since every collar has a plan.
 */
final class DayPlan {
    /** The local time at which a plan begins, milliseconds after midnight. */
    static final long BEGINS_AT = 3 * 3_600_000L;

    static final int SECONDS = 86_400;

    private static final long PURPOSE = 2;
    private static final int MINUTE = 60;
    private static final double ALERT_SHARE = 0.05;

    private final SeededRandom random;
    private int[] starts = new int[64];
    private PetState[] states = new PetState[64];
    private int size;
    private int time;

    private DayPlan(SeededRandom random) {
        this.random = random;
    }

    /** Returns the plan of the local day that begins at three in the morning of the given epoch day. */
    static DayPlan of(long seed, Pet pet, long localDay) {
        DayPlan plan = new DayPlan(new SeededRandom(seed, pet.number(), localDay, PURPOSE));
        Species species = pet.species();
        if (species == null) {
            plan.night();
            plan.morning(pet);
            plan.afternoon(pet);
            plan.evening(pet);
        } else {
            plan.live(species, pet);
        }
        plan.resize(plan.size);
        return plan;
    }

    int size() {
        return size;
    }

    PetState state(int span) {
        return states[span];
    }

    /**
     * Returns the start of a span in seconds after the plan's start. For the index after the last span, returns the
     * plan's end.
     */
    int start(int span) {
        return span == size ? SECONDS : starts[span];
    }

    private void night() {
        double wake = random.between(3.2, 4.7) * 3600;
        if (random.chance(0.3)) {
            add(PetState.SLEEP, random.between(30, 110));
            add(PetState.REST, random.between(4, 15));
        }
        add(PetState.SLEEP, (wake - time) / MINUTE);
    }

    private void morning(Pet pet) {
        add(PetState.REST, random.between(8, 25));
        add(PetState.WALK, random.between(20, 45));
        idleUntil(hour(random.between(11.0, 12.5)));
        if (random.chance(pet.playful())) {
            fetch();
        } else if (random.chance(0.3)) {
            run();
        }
    }

    private void afternoon(Pet pet) {
        idleUntil(hour(random.between(13.5, 15.0)));
        if (random.chance(0.4)) {
            add(PetState.CHARGING, random.between(30, 180));
        }
        if (random.chance(pet.anxious())) {
            add(PetState.PACING, random.between(8, 25));
        }
        idleUntil(hour(random.between(16.5, 18.0)));
        add(PetState.WALK, random.between(15, 40));
        if (random.chance(0.25)) {
            run();
        }
        if (random.chance(0.4 * pet.playful())) {
            fetch();
        }
    }

    private void evening(Pet pet) {
        idleUntil(hour(random.between(19.0, 20.3)));
        if (random.chance(ALERT_SHARE)) {
            add(PetState.ALERT, random.between(25, 50));
            add(PetState.REST, random.between(10, 20));
        } else if (random.chance(0.3)) {
            add(PetState.CHARGING, random.between(30, 90));
        }
        if (random.chance(0.4 * pet.anxious())) {
            add(PetState.PACING, random.between(8, 20));
        }
        idleUntil(hour(random.between(21.9, 23.3)));
        add(PetState.SLEEP, (SECONDS - time) / (double) MINUTE);
    }

    /** Plans a day of a pet with a species: getting up, some walks, going to bed. */
    private void live(Species species, Pet pet) {
        sleepUntil(species, hour(species.getsUp(random)));
        int anxious = random.chance(pet.anxious()) ? random.below(3) : -1;
        for (int part = 0; part < 3; part++) {
            // The parts begin in the morning, at noon and in the late afternoon.
            awakeUntil(species, hour(random.between(7.5, 9) + part * 4.5));
            if (species != Species.CAT || (part == 2 && random.chance(0.4))) {
                add(PetState.WALK, random.between(15, 45));
            }
            if (species.isDog()) {
                if (random.chance(0.5 * pet.playful())) {
                    fetch();
                } else if (random.chance(0.2)) {
                    run();
                }
                if (part == anxious) {
                    add(PetState.PACING, random.between(8, 25));
                }
            }
        }
        if (random.chance(ALERT_SHARE)) {
            add(PetState.ALERT, random.between(25, 50));
        }
        awakeUntil(species, hour(species.goesToBed(random)));
        sleepUntil(species, SECONDS);
    }

    /** Plans bouts of sleep with wakes between them. The pet is asleep at the end. */
    private void sleepUntil(Species species, int until) {
        while (time < until) {
            double left = (until - time) / (double) MINUTE;
            double bout = species.sleepBout(random);
            double wake = species.wake(random);
            if (bout + wake + 5 > left) {
                add(PetState.SLEEP, left);
            } else {
                add(PetState.SLEEP, bout);
                if (wake <= 10) {
                    add(PetState.WAKE, wake);
                } else {
                    awake(species, time + (int) (wake * MINUTE), false);
                }
            }
        }
    }

    private void awakeUntil(Species species, int until) {
        awake(species, until, true);
    }

    /** Plans time awake at home, with naps if requested. */
    private void awake(Species species, int until, boolean naps) {
        while (until - time > 2 * MINUTE) {
            double left = (until - time) / (double) MINUTE;
            double share = random.unit();
            double napShare = naps ? species.naps() : 0;
            if (share < napShare && left > 20) {
                sleepUntil(species, time + (int) (Math.min(left, random.between(25, 110)) * MINUTE));
            } else if (share < napShare + species.patrols()) {
                add(PetState.PATROL, Math.min(left, random.between(2, 8)));
            } else if (share < napShare + species.patrols() + species.plays()) {
                add(PetState.PLAY, Math.min(left, random.between(3, 12)));
            } else {
                add(PetState.REST, Math.min(left, random.between(8, 40)));
            }
        }
    }

    private static int hour(double hourOfDay) {
        return (int) ((hourOfDay - 3) * 3600);
    }

    private void idleUntil(int until) {
        boolean nap = random.chance(0.5);
        while (until - time > 2 * MINUTE) {
            double minutes = nap ? random.between(20, 80) : random.between(10, 45);
            add(nap ? PetState.NAP : PetState.REST, Math.min(minutes, (until - time) / (double) MINUTE));
            nap = !nap;
        }
    }

    private void run() {
        add(PetState.WALK, random.between(3, 6));
        add(PetState.RUN, random.between(4, 10));
        add(PetState.WALK, random.between(4, 8));
    }

    private void fetch() {
        add(PetState.WALK, random.between(3, 7));
        int throwsLeft = 3 + random.below(6);
        for (; throwsLeft > 0; throwsLeft--) {
            add(PetState.FETCH_RUN, random.between(24, 36) / MINUTE);
            // Soon after the last throw, the pet is on its leash.
            double stop = throwsLeft > 1 ? random.between(35, 110) : random.between(16, 26);
            add(PetState.FETCH_STOP, stop / MINUTE);
        }
        add(PetState.WALK, random.between(3, 7));
    }

    private void add(PetState state, double minutes) {
        if (size == starts.length) {
            resize(2 * size);
        }
        starts[size] = time;
        states[size++] = state;
        time += (int) Math.round(minutes * MINUTE);
    }

    private void resize(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        states = Arrays.copyOf(states, capacity);
    }
}
