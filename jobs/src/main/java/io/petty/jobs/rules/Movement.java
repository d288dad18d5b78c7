package io.petty.jobs.rules;

import io.petty.reading.CollarDay;

/**
 * The distances of an event's located readings from their centroid, and the length of the path through them.
 * Coordinates are relative to the first located reading, so that places on both sides of the 180° meridian are
 * neighbors and small differences stay exact.
 */
final class Movement {
    private int locatedReadings;
    private long radius;
    private long distance;

    /** Measures readings {@code from} to {@code to} (exclusive). */
    void measure(CollarDay readings, int from, int to) {
        locatedReadings = 0;
        radius = 0;
        distance = 0;
        int first = from;
        while (first < to && !readings.hasLocation(first)) {
            first++;
        }
        if (first < to) {
            measureFrom(first, readings, to);
        }
    }

    private void measureFrom(int first, CollarDay readings, int to) {
        int originLatitude = readings.latitude(first);
        int originLongitude = readings.longitude(first);
        long latitudes = 0;
        long longitudes = 0;
        int latitude = originLatitude;
        int longitude = originLongitude;
        double cosine = Haversine.cosine(latitude);
        for (int i = first; i < to; i++) {
            if (!readings.hasLocation(i)) {
                continue;
            }
            locatedReadings++;
            int latitudeStep = readings.latitude(i) - latitude;
            int longitudeStep = readings.longitude(i) - longitude;
            if ((latitudeStep | longitudeStep) != 0) {
                latitude += latitudeStep;
                longitude += longitudeStep;
                double cosineBefore = cosine;
                cosine = Haversine.cosine(latitude);
                distance += Haversine.millimetres(Haversine.squaredHalfChord(
                        latitudeStep, Haversine.unwrapped(longitudeStep), cosineBefore * cosine));
            }
            latitudes += latitude - originLatitude;
            longitudes += Haversine.unwrapped(longitude - originLongitude);
        }
        double centroidLatitude = (double) latitudes / locatedReadings;
        double centroidLongitude = (double) longitudes / locatedReadings;
        double centroidCosine = Haversine.cosine(originLatitude + centroidLatitude);
        double greatest = 0;
        for (int i = first; i < to; i++) {
            if (readings.hasLocation(i)) {
                greatest = Math.max(
                        greatest,
                        Haversine.squaredHalfChord(
                                readings.latitude(i) - originLatitude - centroidLatitude,
                                Haversine.unwrapped(readings.longitude(i) - originLongitude) - centroidLongitude,
                                centroidCosine * Haversine.cosine(readings.latitude(i))));
            }
        }
        radius = Haversine.millimetres(greatest);
    }

    int locatedReadings() {
        return locatedReadings;
    }

    /**
     * Returns the greatest distance of a located reading from the centroid of all, in millimetres; 0 without a
     * location.
     */
    long radius() {
        return radius;
    }

    /** Returns the sum of the distances between consecutive located readings, in millimetres; 0 for fewer than two. */
    long distance() {
        return distance;
    }
}
