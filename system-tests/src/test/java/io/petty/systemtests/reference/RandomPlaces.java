package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Generates the places of a moving collar, at distances as exact as millionths of a degree allow. */
final class RandomPlaces {

    /** A millionth of a degree of latitude, in millimetres. */
    private static final double MILLIMETRES = 111.195;

    private final Random random;
    private ReferencePlace here;
    private int outOfTen;

    RandomPlaces(Random random) {
        this.random = random;
        this.here = start();
        newScene();
    }

    private ReferencePlace start() {
        int near = random.nextInt(2001) - 1000;
        return switch (random.nextInt(10)) {
            case 0 -> wrapped(180_000_000L + near, 10_000_000 + random.nextInt(40_000_000));
            case 1 -> wrapped(-180_000_000L, -17_000_000);
            case 2 -> wrapped(random.nextInt(360_000_000) - 180_000_000L, 90_000_000L - Math.abs(near));
            case 3 -> wrapped(random.nextInt(360_000_000) - 180_000_000L, -90_000_000);
            case 4 -> wrapped(near, near);
            default -> wrapped(8_000_000 + random.nextInt(5_000_000), 46_000_000 + random.nextInt(6_000_000));
        };
    }

    /** Chooses how many of the next readings have a place: none, some or all. */
    void newScene() {
        outOfTen = new int[] {0, 3, 9, 10, 10}[random.nextInt(5)];
    }

    ReferencePlace here() {
        return here;
    }

    /** Returns the next place, a few metres away, or none. */
    @Nullable
    ReferencePlace maybe() {
        here = offset(here, random.nextInt(101) - 50, random.nextInt(101) - 50);
        return random.nextInt(10) < outOfTen ? here : null;
    }

    /** Moves by a distance in millimetres. */
    void move(int millimetres) {
        int[] offset = offsetOf(here, millimetres);
        here = offset(here, offset[0], offset[1]);
    }

    /**
     * Returns pairs of places on opposite sides of the current one, in random order. Includes the current place if the
     * count is odd.
     */
    List<ReferencePlace> around(int count, int millimetres) {
        List<ReferencePlace> places = new ArrayList<>();
        for (int i = 0; i + 1 < count; i += 2) {
            int[] offset = offsetOf(here, random.nextInt(3) == 0 ? millimetres / 2 : millimetres);
            places.add(offset(here, offset[0], offset[1]));
            places.add(offset(here, -offset[0], -offset[1]));
        }
        if (places.size() < count) {
            places.add(here);
        }
        Collections.shuffle(places, random);
        return places;
    }

    /**
     * Returns the offset in longitude and latitude that comes closest to a distance. Tries several hundred random
     * directions.
     */
    private int[] offsetOf(ReferencePlace from, int millimetres) {
        double shrink = Math.max(1e-6, Math.cos(Math.toRadians(from.lat() / 1e6)));
        int most = (int) (millimetres / MILLIMETRES);
        int[] best = {0, 0};
        long error = Long.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            int lat = random.nextInt(2 * most + 1) - most;
            double across = Math.sqrt(Math.max(0, square(millimetres) - square(lat * MILLIMETRES)));
            int lon = (int) Math.min(90_000_000, Math.round(across / MILLIMETRES / shrink));
            lon = random.nextBoolean() ? lon : -lon;
            long found = Math.abs(Distances.between(from, offset(from, lon, lat)) - millimetres);
            if (found < error) {
                error = found;
                best = new int[] {lon, lat};
            }
            if (error == 0) {
                break;
            }
        }
        return best;
    }

    private static double square(double value) {
        return value * value;
    }

    private static ReferencePlace offset(ReferencePlace from, int lon, int lat) {
        return wrapped((long) from.lon() + lon, (long) from.lat() + lat);
    }

    private static ReferencePlace wrapped(long lon, long lat) {
        long around = lon > 180_000_000 ? lon - 360_000_000 : lon < -180_000_000 ? lon + 360_000_000 : lon;
        return new ReferencePlace((int) around, (int) Math.max(-90_000_000, Math.min(90_000_000, lat)));
    }
}
