package io.petty.systemtests.reference;

/**
 * The location of a reading.
 *
 * @param lon millionths of a degree, −180 000 000 to 180 000 000
 * @param lat millionths of a degree, −90 000 000 to 90 000 000
 */
public record ReferencePlace(int lon, int lat) {

    public ReferencePlace {
        if (Math.abs(lon) > 180_000_000 || Math.abs(lat) > 90_000_000) {
            throw new IllegalArgumentException("no place on Earth: " + lon + ", " + lat);
        }
    }
}
