package io.petty.raw;

/** Reads a GeoJSON point (RFC 7946) from a JSON value; of a member that stands twice in it the last counts. */
final class PointText {
    private static final int MAX_NUMBERS = 3;
    private static final int MAX_LONGITUDE = 180;
    private static final int MAX_LATITUDE = 90;
    private static final int MILLIONTHS = 6;

    private final JsonText text;
    private int longitude;
    private int latitude;

    PointText(JsonText text) {
        this.text = text;
    }

    /** Reads the valid JSON value at {@code bytes[from, to)}; false when it is no point on Earth. */
    boolean read(byte[] bytes, int from, int to) {
        if (bytes[from] != '{') {
            return false;
        }
        boolean isPoint = false;
        boolean hasCoordinates = false;
        int at = JsonScanner.whitespace(bytes, from + 1, to);
        while (bytes[at] == '"') {
            int nameEnd = JsonScanner.string(bytes, at, to);
            int start = JsonScanner.colon(bytes, nameEnd, to);
            int end = JsonScanner.value(bytes, start, to);
            text.unescape(bytes, at, nameEnd);
            if (text.is("type")) {
                isPoint = isPointType(bytes, start, end);
            } else if (text.is("coordinates")) {
                hasCoordinates = coordinates(bytes, start, end);
            }
            at = JsonScanner.whitespace(bytes, end, to);
            if (bytes[at] == ',') {
                at = JsonScanner.comma(bytes, at, to);
            }
        }
        return isPoint && hasCoordinates;
    }

    private boolean isPointType(byte[] bytes, int from, int to) {
        if (bytes[from] != '"') {
            return false;
        }
        text.unescape(bytes, from, to);
        return text.is("Point");
    }

    private boolean coordinates(byte[] bytes, int from, int to) {
        if (bytes[from] != '[') {
            return false;
        }
        int numbers = 0;
        int at = JsonScanner.whitespace(bytes, from + 1, to);
        while (bytes[at] != ']') {
            int end = JsonScanner.value(bytes, at, to);
            if (numbers == MAX_NUMBERS || !coordinate(bytes, at, end, numbers)) {
                return false;
            }
            numbers++;
            at = JsonScanner.whitespace(bytes, end, to);
            if (bytes[at] == ',') {
                at = JsonScanner.comma(bytes, at, to);
            }
        }
        return numbers >= 2;
    }

    private boolean coordinate(byte[] bytes, int from, int to, int index) {
        if (!JsonScanner.startsNumber(bytes[from])) {
            return false;
        }
        if (index == MAX_NUMBERS - 1) {
            return true;
        }
        DecimalText number = new DecimalText(bytes, from, to, MILLIONTHS);
        if (!number.amountIsAtMost(index == 0 ? MAX_LONGITUDE : MAX_LATITUDE)) {
            return false;
        }
        if (index == 0) {
            longitude = number.rounded();
        } else {
            latitude = number.rounded();
        }
        return true;
    }

    /** Millionths of a degree. */
    int longitude() {
        return longitude;
    }

    /** Millionths of a degree. */
    int latitude() {
        return latitude;
    }
}
