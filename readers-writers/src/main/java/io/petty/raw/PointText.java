package io.petty.raw;

import io.petty.reading.PackedReading;
import org.jspecify.annotations.Nullable;

/** Reads a GeoJSON point (RFC 7946) from a JSON value. If a member is repeated, the last one counts. */
final class PointText {
    private static final int MAX_NUMBERS = 3;
    private static final int MAX_LONGITUDE = 180;
    private static final int MAX_LATITUDE = 90;
    private static final int MILLIONTHS = 6;

    private int longitude;
    private int latitude;
    private boolean zero;

    /**
     * Reads the valid JSON object at {@code bytes[from, to)}.
     *
     * @return null if it is a point on Earth, else the fault as the end of a sentence
     */
    @Nullable
    String fault(byte[] bytes, int from, int to) {
        String typeFault = "has no type";
        String coordinatesFault = "has no coordinates";
        int at = JsonScanner.whitespace(bytes, from + 1, to);
        while (bytes[at] == '"') {
            int nameEnd = JsonScanner.string(bytes, at, to);
            int start = JsonScanner.colon(bytes, nameEnd, to);
            int end = JsonScanner.value(bytes, start, to);
            if (JsonText.is("type", bytes, at, nameEnd)) {
                typeFault = typeFault(bytes, start, end);
            } else if (JsonText.is("coordinates", bytes, at, nameEnd)) {
                coordinatesFault = coordinatesFault(bytes, start, end);
            }
            at = JsonScanner.whitespace(bytes, end, to);
            if (bytes[at] == ',') {
                at = JsonScanner.comma(bytes, at, to);
            }
        }
        return typeFault != null ? typeFault : coordinatesFault;
    }

    private static @Nullable String typeFault(byte[] bytes, int from, int to) {
        if (bytes[from] != '"') {
            return "has a type that is %s, not text".formatted(JsonWords.kind(bytes[from]));
        }
        return JsonText.is("Point", bytes, from, to)
                ? null
                : "has type %s, not \"Point\"".formatted(Utf8Text.shortened(bytes, from, to));
    }

    private @Nullable String coordinatesFault(byte[] bytes, int from, int to) {
        if (bytes[from] != '[') {
            return "has coordinates that are %s, not an array".formatted(JsonWords.kind(bytes[from]));
        }
        int numbers = 0;
        int at = JsonScanner.whitespace(bytes, from + 1, to);
        while (bytes[at] != ']') {
            if (numbers == MAX_NUMBERS) {
                return "has more than %d coordinates".formatted(MAX_NUMBERS);
            }
            int end = JsonScanner.value(bytes, at, to);
            String fault = coordinateFault(bytes, at, end, numbers);
            if (fault != null) {
                return fault;
            }
            numbers++;
            at = JsonScanner.whitespace(bytes, end, to);
            if (bytes[at] == ',') {
                at = JsonScanner.comma(bytes, at, to);
            }
        }
        return numbers < 2 ? "has fewer than 2 coordinates" : null;
    }

    private @Nullable String coordinateFault(byte[] bytes, int from, int to, int index) {
        if (!JsonScanner.startsNumber(bytes[from])) {
            return "has %s as a coordinate, not a number".formatted(JsonWords.kind(bytes[from]));
        }
        if (index == MAX_NUMBERS - 1) {
            return null;
        }
        DecimalText number = new DecimalText(bytes, from, to, MILLIONTHS);
        boolean isLongitude = index == 0;
        int bound = isLongitude ? MAX_LONGITUDE : MAX_LATITUDE;
        if (!number.amountIsAtMost(bound)) {
            return "has %s %s, which is not within ±%d%s"
                    .formatted(
                            isLongitude ? "longitude" : "latitude",
                            Utf8Text.shortened(bytes, from, to),
                            bound,
                            isLongitude ? "" : "; longitude comes first");
        }
        if (isLongitude) {
            longitude = number.rounded();
            zero = number.isZero();
        } else {
            latitude = number.rounded();
            zero &= number.isZero();
        }
        return null;
    }

    /** Returns whether longitude and latitude are zero as written. */
    boolean isZero() {
        return zero;
    }

    /** Returns the place, see {@link PackedReading#location}. */
    long location() {
        return PackedReading.location(longitude, latitude);
    }
}
