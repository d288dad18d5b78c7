package io.petty.systemtests.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Distances on a sphere, in whole millimetres. */
final class Distances {

    private static final double EARTH_RADIUS = 6_371_008.8;

    private Distances() {}

    /** Returns the haversine distance between two places, rounded to the millimetre. */
    static long between(ReferencePlace a, ReferencePlace b) {
        return between(a.lon() / 1e6, a.lat() / 1e6, b.lon() / 1e6, b.lat() / 1e6);
    }

    private static long between(double lonA, double latA, double lonB, double latB) {
        double sinLat = Math.sin(Math.toRadians(latB - latA) / 2);
        double sinLon = Math.sin(Math.toRadians(lonB - lonA) / 2);
        double h = sinLat * sinLat + Math.cos(Math.toRadians(latA)) * Math.cos(Math.toRadians(latB)) * sinLon * sinLon;
        return Math.round(2 * EARTH_RADIUS * Math.asin(Math.sqrt(Math.min(1, h))) * 1000);
    }

    static List<ReferencePlace> places(List<ReferenceReading> readings) {
        List<ReferencePlace> places = new ArrayList<>();
        for (ReferenceReading reading : readings) {
            if (reading.place() != null) {
                places.add(reading.place());
            }
        }
        return places;
    }

    /** Returns the greatest distance of a place from the centroid of all, or null without a place. */
    static @Nullable Long radius(List<ReferencePlace> places) {
        if (places.isEmpty()) {
            return null;
        }
        long lons = 0;
        long lats = 0;
        for (ReferencePlace place : places) {
            lons += unwrapped(place.lon(), places.get(0).lon());
            lats += place.lat();
        }
        double lon = lons / (places.size() * 1e6);
        double lat = lats / (places.size() * 1e6);
        long radius = 0;
        for (ReferencePlace place : places) {
            radius = Math.max(radius, between(lon, lat, place.lon() / 1e6, place.lat() / 1e6));
        }
        return radius;
    }

    /**
     * Adds whole turns to a longitude or subtracts them, so that it differs from the first by −180° to less than 180°.
     */
    private static long unwrapped(int lon, int first) {
        return first + Math.floorMod(lon - first + 180_000_000L, 360_000_000L) - 180_000_000L;
    }

    /** Returns the length of the path from place to place, or null for fewer than two places. */
    static @Nullable Long way(List<ReferencePlace> places) {
        if (places.size() < 2) {
            return null;
        }
        long way = 0;
        for (int i = 1; i < places.size(); i++) {
            way += between(places.get(i - 1), places.get(i));
        }
        return way;
    }
}
