package io.petty.generate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A profile of lives that resemble real ones more than the default: sleep in short bouts with wakes, rest with some
 * motion, heart rates that overlap. Sources marked as secondhand are cited from another publication. All others were
 * read.
 *
 * <ul>
 * <li>Resting rates: cats 120 to 140 bpm and dogs 70 to 120 bpm (Merck Veterinary Manual, secondhand), large dogs 60 to
 * 100 and small dogs 100 to 140 bpm (charts of vital signs for first aid). 16 cats at home had 132 ± 19 bpm (Abbott:
 * Heart rate and heart rate variability of healthy cats in home and hospital environments, Journal of Feline Medicine
 * and Surgery 2005, abstract).
 * <li>A person's resting rate, the ratio of sleeping to resting rates (0.76 to 0.90) and the share of restless minutes
 * asleep (0.6 to 3.5 %): the seven people of the Crowd-sourced Fitbit datasets (Furberg, Brinton, Keating, Ortiz,
 * Zenodo 2016). Pets use the same ratio and share. A dog's heart is slower asleep than awake (Bálint et al., Frontiers
 * in Behavioral Neuroscience 2019, and Varga et al., Animals 2018, abstracts), but no published ratio was found.
 * <li>Bouts of sleep: dogs sleep 16 minutes and wake for 5, about 23 times in an 8-hour night (Adams, Johnson:
 * Sleep-wake cycles and other night-time behaviours of the domestic dog, Applied Animal Behaviour Science 1993,
 * abstract), and move in at least 3 of those 5 minutes (that study, secondhand from sharpei-online.com). Cats sleep 79
 * minutes and wake for 26, day and night (Lucas, Sterman: The polycyclic sleep-wake cycle in the cat, Experimental
 * Neurology 1974, secondhand from animalpath.org).
 * <li>Hours of sleep: cats 12.1 and dogs 10.6 a day, 50.6 and 44.3 % (a table after Campbell, Tobler: Animal sleep, a
 * review of sleep duration across phylogeny, Neuroscience and Biobehavioral Reviews 1984, and three others,
 * secondhand). Naps by day make up the rest of these hours.
 * <li>Motion of cats: 3 % of the day active, 13 % eating, grooming and scratching. So 30 % of the minutes at rest are
 * restless (28 cats of How lazy are pet cats really?, Sensors 2024, secondhand from favor.pet).
 * </ul>
 *
 * <p>The other figures are assumptions. {@code docs/accuracy.md} lists the changes after the first measurement.
 */
@SuppressWarnings("ImmutableEnumChecker") // Ranges are records of numbers.
public enum Species {
    /** Sleeps and wakes day and night, is up at dawn and dusk, grooms itself, plays indoors and roams occasionally. */
    CAT(range(120, 140), 0.03, 0.3, range(40, 120), range(10, 42), range(5, 6), range(22.5, 24)),
    /** Sleeps in short bouts at night and by day, and is walked three times. */
    SMALL_DOG(range(100, 140), 0.03, 0.2, range(8, 24), range(2, 8), range(6, 7.5), range(22, 23.5)),
    /** Like {@link #SMALL_DOG}, with slower rates. */
    LARGE_DOG(range(60, 100), 0.03, 0.2, range(8, 24), range(2, 8), range(6, 7.5), range(22, 23.5)),
    /** Sleeps once a day, with short wakes, and wears the device on a wrist. */
    PERSON(range(62, 83), 0.012, 0.2, range(60, 110), range(1, 8), range(6, 8), range(22.5, 24.5));

    private final Range resting;
    private final double restlessAsleep;
    private final double restlessAtRest;
    private final Range bout;
    private final Range wake;
    private final Range up;
    private final Range bed;

    private record Range(double from, double to) {
        double any(SeededRandom random) {
            return random.between(from, to);
        }
    }

    /**
     * Creates a species. The resting rate is in bpm. The restless values are shares of minutes. Bouts and wakes are in
     * minutes. Times of getting up and going to bed are in hours after midnight.
     */
    Species(Range resting, double restlessAsleep, double restlessAtRest, Range bout, Range wake, Range up, Range bed) {
        this.resting = resting;
        this.restlessAsleep = restlessAsleep;
        this.restlessAtRest = restlessAtRest;
        this.bout = bout;
        this.wake = wake;
        this.up = up;
        this.bed = bed;
    }

    private static Range range(double from, double to) {
        return new Range(from, to);
    }

    /** Returns the name on the command line, such as {@code small-dog}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if no species has this name */
    public static Species ofLabel(String label) {
        return Arrays.stream(values())
                .filter(species -> species.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not a species; choose one of %s"
                        .formatted(
                                label,
                                Arrays.stream(values()).map(Species::label).collect(Collectors.joining(", ")))));
    }

    boolean isDog() {
        return this == SMALL_DOG || this == LARGE_DOG;
    }

    /** Returns a heart rate awake and at rest, bpm. */
    double restingHeartRate(SeededRandom random) {
        return resting.any(random);
    }

    /** Returns a heart rate asleep as a share of that at rest. */
    double sleepingShare(SeededRandom random) {
        return random.between(0.76, 0.90);
    }

    /**
     * Returns the share of a state's minutes with motion that isn't part of the state, such as a twitch or grooming.
     */
    double restless(PetState state) {
        return switch (state) {
            case SLEEP, NAP -> restlessAsleep;
            case WAKE -> isDog() ? 0.6 : 0.4;
            case REST, ALERT -> restlessAtRest;
            default -> 0;
        };
    }

    /** Returns the heart rate of one stretch of a state, bpm. */
    double heartRate(PetState state, Pet pet, SeededRandom random) {
        double asleep = pet.sleepingHeartRate();
        double resting = pet.restingHeartRate();
        return switch (state) {
            case SLEEP, NAP -> asleep * random.between(0.97, 1.03);
            case WAKE -> asleep + (resting - asleep) * random.between(0.3, 0.9);
            case REST, CHARGING -> resting * random.between(0.94, 1.08);
            case ALERT -> resting * random.between(1.4, 1.7);
            case WALK, PATROL -> resting * random.between(1.15, 1.5);
            case PACING -> resting * random.between(1.15, 1.6);
            case RUN, PLAY, FETCH_RUN -> resting * random.between(1.5, 2);
            case FETCH_STOP -> resting * random.between(1.3, 1.7);
        };
    }

    /** Returns the standard deviation of a measurement as a share of the heart rate. */
    double noise(PetState state) {
        return switch (state) {
            case SLEEP, NAP -> 0.03;
            case WAKE, REST, CHARGING, ALERT -> 0.06;
            default -> 0.07;
        };
    }

    /** Returns the share of naps among a pet's activities at home by day. It determines the hours of sleep per day. */
    double naps() {
        return switch (this) {
            case CAT -> 0.2;
            case SMALL_DOG, LARGE_DOG -> 0.155;
            case PERSON -> 0;
        };
    }

    /** Returns the share of walks around the house among a pet's activities at home. */
    double patrols() {
        return this == CAT ? 0.085 : 0.2;
    }

    /** Returns the share of plays among a pet's activities at home. */
    double plays() {
        return switch (this) {
            case CAT -> 0.03;
            case SMALL_DOG, LARGE_DOG -> 0.07;
            case PERSON -> 0;
        };
    }

    /** Returns a length in minutes. */
    double sleepBout(SeededRandom random) {
        return bout.any(random);
    }

    /** Returns a length in minutes. */
    double wake(SeededRandom random) {
        return wake.any(random);
    }

    /** Returns a time in hours after midnight. */
    double getsUp(SeededRandom random) {
        return up.any(random);
    }

    /** Returns a time in hours after midnight, up to 27. */
    double goesToBed(SeededRandom random) {
        return bed.any(random);
    }
}
