package io.petty.generate;

import org.jspecify.annotations.Nullable;

/**
 * The constant properties of a synthetic pet.
 *
 * @param homeLatitude degrees
 * @param homeLongitude degrees
 * @param metresPerLongitude the length of a degree of longitude at home
 * @param utcOffset milliseconds that local time is ahead of UTC
 * @param species null for a default life
 * @param sleepingHeartRate beats per minute; by default 48 to 56
 * @param restingHeartRate beats per minute while awake and at rest; by default 71 to 82
 * @param playful the share of days with a game of fetch at noon
 * @param anxious the share of days with anxious pacing in the afternoon
 * @param locationNoise the standard deviation of a location along each axis, 3 to 5 metres
 * @param wholeSeconds whether the collar writes times without milliseconds
 * @param wholeBeats whether the collar writes heart rates without decimals
 */
record Pet(
        int number,
        String collarId,
        @Nullable Species species,
        double homeLatitude,
        double homeLongitude,
        double metresPerLongitude,
        long utcOffset,
        double sleepingHeartRate,
        double restingHeartRate,
        double playful,
        double anxious,
        double locationNoise,
        boolean wholeSeconds,
        boolean wholeBeats) {

    /** The length of a degree of latitude in metres, on a sphere with a radius of 6 371 008.8 m. */
    static final double METRES_PER_LATITUDE = 111_195.08;

    private static final long MILLIS_PER_HOUR = 3_600_000;
    private static final long TRAITS = 1;
    private static final long SPECIES_TRAITS = 7;
    private static final int HOMES_APART = 40;

    /** Latitude and longitude of the places where pets live. */
    private static final double[][] TOWNS = {
        {52.52, 13.40}, {48.14, 11.58}, {51.51, -0.13}, {40.42, -3.70}, {59.91, 10.75}, {41.01, 28.97},
        {40.71, -73.99}, {41.88, -87.65}, {37.76, -122.44}, {19.43, -99.13}, {-23.56, -46.65}, {-34.60, -58.40},
        {-33.93, 18.46}, {-1.29, 36.82}, {30.05, 31.24}, {28.61, 77.21}, {1.33, 103.82}, {35.69, 139.70},
        {-33.87, 151.10}, {-36.86, 174.76}
    };

    /** Taveuni, Fiji. Homes are on both sides of the antimeridian, within a few hundred metres. */
    private static final double[] ANTIMERIDIAN = {-16.82, 179.9999};

    /** Longyearbyen, Svalbard, where a degree of longitude is short. */
    private static final double[] FAR_NORTH = {78.22, 15.64};

    static Pet of(long seed, int number, GenerateSettings settings) {
        SeededRandom random = new SeededRandom(seed, number, 0, TRAITS);
        double[] town = TOWNS[random.below(TOWNS.length)];
        double spread = 0.04;
        if (number % HOMES_APART == 7) {
            town = ANTIMERIDIAN;
            spread = 0.002;
        } else if (number % HOMES_APART == 23) {
            town = FAR_NORTH;
            spread = 0.01;
        }
        double latitude = town[0] + random.between(-spread, spread);
        double longitude = town[1] + random.between(-spread, spread);
        Species species = settings.species(number);
        double asleep = random.between(48, 56);
        double resting = random.between(71, 82);
        if (species != null) {
            SeededRandom own = new SeededRandom(seed, number, 0, SPECIES_TRAITS);
            resting = species.restingHeartRate(own);
            asleep = resting * species.sleepingShare(own);
        }
        return new Pet(
                number,
                settings.collarId(number),
                species,
                latitude,
                longitude,
                METRES_PER_LATITUDE * StrictMath.cos(StrictMath.toRadians(latitude)),
                Math.round(town[1] / 15) * MILLIS_PER_HOUR,
                asleep,
                resting,
                random.between(0.15, 0.75),
                random.between(0.05, 0.4),
                random.between(3, 5),
                random.chance(0.3),
                random.chance(0.25));
    }
}
