package io.petty.jobs.rules;

/**
 * Great-circle distances by the haversine formula, {@code 2R·asin(√(sin²(Δφ/2) + cos φ₁·cos φ₂·sin²(Δλ/2)))}, rounded
 * to the millimetre. Coordinates are in millionths of a degree. Differences are computed before they are converted to
 * radians, which keeps nearby places exact. Small angles use a power series, which costs a tenth of the trigonometric
 * functions; its error is less than a double's rounding.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Haversine_formula">Haversine formula</a>
 */
final class Haversine {
    /** The mean radius of the Earth (IUGG), in millimetres. */
    private static final double EARTH_RADIUS = 6_371_008_800.0;

    private static final double RADIANS = Math.PI / 180_000_000.0;

    /** Below this angle in radians (about 6 km), three terms of a series are as precise as a double. */
    private static final double SMALL_ANGLE = 1e-3;

    private static final int HALF_TURN = 180_000_000;

    private Haversine() {}

    /** Returns the distance between two places in whole millimetres. */
    static long millimetres(int latitude1, int longitude1, int latitude2, int longitude2) {
        return millimetres(squaredHalfChord(
                (double) latitude2 - latitude1,
                unwrapped(longitude2 - longitude1),
                cosine(latitude1) * cosine(latitude2)));
    }

    /** Returns a difference of two longitudes, wrapped into [−180°, 180°). */
    static int unwrapped(int difference) {
        if (difference >= HALF_TURN) {
            return difference - 2 * HALF_TURN;
        }
        return difference < -HALF_TURN ? difference + 2 * HALF_TURN : difference;
    }

    static double cosine(double latitude) {
        return Math.cos(latitude * RADIANS);
    }

    /**
     * Returns the square of half the chord between two places on a unit sphere. It grows with the distance of the
     * places.
     *
     * @param cosines the product of the cosines of both latitudes
     */
    static double squaredHalfChord(double latitudeDifference, double longitudeDifference, double cosines) {
        return squaredSine(latitudeDifference * (RADIANS / 2))
                + cosines * squaredSine(longitudeDifference * (RADIANS / 2));
    }

    /** Converts {@link #squaredHalfChord} to a distance in whole millimetres. */
    static long millimetres(double squaredHalfChord) {
        // Rounding may put places at opposite ends of the Earth slightly beyond its diameter.
        double halfChord = Math.min(1, Math.sqrt(squaredHalfChord));
        double angle = halfChord < SMALL_ANGLE
                ? halfChord * (1 + squaredHalfChord * (1 / 6.0 + squaredHalfChord * (3 / 40.0)))
                : Math.asin(halfChord);
        return Math.round(2 * EARTH_RADIUS * angle);
    }

    private static double squaredSine(double angle) {
        if (Math.abs(angle) < SMALL_ANGLE) {
            double square = angle * angle;
            return square * (1 - square * (1 / 3.0 - square * (2 / 45.0)));
        }
        double sine = Math.sin(angle);
        return sine * sine;
    }
}
