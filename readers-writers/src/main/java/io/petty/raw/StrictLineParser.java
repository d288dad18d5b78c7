package io.petty.raw;

import io.petty.reading.PackedReading;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Judges any line, in the order of {@link RejectReason}. Slower than {@link LineParser}, which gives the same readings
 * for the lines it takes.
 */
final class StrictLineParser {
    private static final String[] FIELDS = {"collar_id", "timestamp", "heart_rate", "activity_level", "location"};
    private static final int COLLAR_ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int HEART_RATE = 2;
    private static final int ACTIVITY_LEVEL = 3;
    private static final int LOCATION = 4;

    private final TimestampRange range;
    private final RawRules rules;
    private final LocalDate deliveryDay;
    private final ParsedLine line;
    private final JsonText text = new JsonText();
    private final PointText point = new PointText(text);
    private final int[] valueFrom = new int[FIELDS.length];
    private final int[] valueTo = new int[FIELDS.length];

    /** Why a line is no reading. */
    record Fault(RejectReason reason, String message) {}

    StrictLineParser(LocalDate deliveryDay, RawRules rules, ParsedLine line) {
        this.range = TimestampRange.of(deliveryDay, rules);
        this.rules = rules;
        this.deliveryDay = deliveryDay;
        this.line = line;
    }

    /** Parses {@code bytes[from, to)} into the parsed line; null when it is a reading. */
    @Nullable
    Fault parse(byte[] bytes, int from, int to) {
        if (to - from > rules.lineBytes()) {
            return sizeFault();
        }
        int broken = Utf8Text.firstBroken(bytes, from, to);
        if (broken < to) {
            return new Fault(RejectReason.ENCODING, "byte %d of the line is not UTF-8".formatted(broken - from + 1));
        }
        if (JsonDepth.isBeyond(bytes, from, to, rules.depth())) {
            return new Fault(RejectReason.DEPTH, "the line nests deeper than " + rules.depth());
        }
        Fault fault = members(bytes, from, to);
        return fault != null ? fault : fields(bytes);
    }

    Fault sizeFault() {
        return new Fault(RejectReason.SIZE, "the line has over %d bytes".formatted(rules.lineBytes()));
    }

    /** Checks that the line is one JSON object and notes where the values of the fields stand. */
    private @Nullable Fault members(byte[] bytes, int from, int to) {
        for (int field = 0; field < FIELDS.length; field++) {
            valueFrom[field] = -1;
        }
        int at = JsonScanner.whitespace(bytes, from, to);
        if (at == to || bytes[at] != '{') {
            return notJson(from, at);
        }
        at = JsonScanner.whitespace(bytes, at + 1, to);
        if (at < to && bytes[at] == '}') {
            return end(bytes, from, at + 1, to);
        }
        while (true) {
            int nameEnd = JsonScanner.string(bytes, at, to);
            if (nameEnd < 0) {
                return notJson(from, ~nameEnd);
            }
            int field = field(bytes, at, nameEnd);
            int start = JsonScanner.colon(bytes, nameEnd, to);
            int end = start < 0 ? start : JsonScanner.value(bytes, start, to);
            if (end < 0) {
                return notJson(from, ~end);
            }
            if (field >= 0) {
                if (valueFrom[field] >= 0) {
                    return new Fault(RejectReason.JSON, FIELDS[field] + " stands twice in the line");
                }
                valueFrom[field] = start;
                valueTo[field] = end;
            }
            at = JsonScanner.whitespace(bytes, end, to);
            if (at < to && bytes[at] == '}') {
                return end(bytes, from, at + 1, to);
            }
            at = JsonScanner.comma(bytes, at, to);
            if (at < 0) {
                return notJson(from, ~at);
            }
        }
    }

    private int field(byte[] bytes, int from, int to) {
        text.unescape(bytes, from, to);
        for (int field = 0; field < FIELDS.length; field++) {
            if (text.is(FIELDS[field])) {
                return field;
            }
        }
        return -1;
    }

    private static @Nullable Fault end(byte[] bytes, int from, int objectEnd, int to) {
        int at = JsonScanner.whitespace(bytes, objectEnd, to);
        return at == to ? null : notJson(from, at);
    }

    private static Fault notJson(int from, int at) {
        return new Fault(
                RejectReason.JSON, "the line is not one JSON object, from byte %d on".formatted(at - from + 1));
    }

    private @Nullable Fault fields(byte[] bytes) {
        if (!collarId(bytes)) {
            return fault(RejectReason.COLLAR_ID, COLLAR_ID, bytes, "is not 1 to 64 letters, digits, _ and -");
        }
        if (!timestamp(bytes)) {
            return fault(RejectReason.TIMESTAMP, TIMESTAMP, bytes, "is not a date and time with an offset");
        }
        if (!range.contains(line.epochMillis)) {
            String outside = "is not within %s for delivery day %s".formatted(range, deliveryDay);
            return fault(RejectReason.TIMESTAMP_RANGE, TIMESTAMP, bytes, outside);
        }
        if (!heartRate(bytes)) {
            String outside = "is not between %d and %d".formatted(rules.heartRateMin(), rules.heartRateMax());
            return fault(RejectReason.HEART_RATE, HEART_RATE, bytes, outside);
        }
        if (!activityLevel(bytes)) {
            return fault(RejectReason.ACTIVITY_LEVEL, ACTIVITY_LEVEL, bytes, "is not 0, 1 or 2");
        }
        if (!location(bytes)) {
            return fault(RejectReason.LOCATION, LOCATION, bytes, "is not a point on Earth");
        }
        return null;
    }

    private Fault fault(RejectReason reason, int field, byte[] bytes, String wrong) {
        int from = valueFrom[field];
        String message = from < 0 ? "is missing" : Utf8Text.shortened(bytes, from, valueTo[field]) + " " + wrong;
        return new Fault(reason, FIELDS[field] + " " + message);
    }

    private boolean collarId(byte[] bytes) {
        if (!isString(bytes, COLLAR_ID)) {
            return false;
        }
        text.unescape(bytes, valueFrom[COLLAR_ID], valueTo[COLLAR_ID]);
        if (CollarIdText.end(text.bytes(), text.from()) != text.to()) {
            return false;
        }
        line.collarBytes = text.copy();
        line.collarFrom = 0;
        line.collarTo = line.collarBytes.length;
        return true;
    }

    private boolean timestamp(byte[] bytes) {
        if (!isString(bytes, TIMESTAMP)) {
            return false;
        }
        text.unescape(bytes, valueFrom[TIMESTAMP], valueTo[TIMESTAMP]);
        line.epochMillis = TimestampText.epochMillis(text.bytes(), text.from(), text.to());
        return line.epochMillis != TimestampText.INVALID;
    }

    private boolean heartRate(byte[] bytes) {
        if (!isNumber(bytes, HEART_RATE)) {
            return false;
        }
        DecimalText number = new DecimalText(bytes, valueFrom[HEART_RATE], valueTo[HEART_RATE], 3);
        if (!number.isBetween(rules.heartRateMin(), rules.heartRateMax())) {
            return false;
        }
        line.heartRate = number.rounded();
        return true;
    }

    private boolean activityLevel(byte[] bytes) {
        if (!isNumber(bytes, ACTIVITY_LEVEL)) {
            return false;
        }
        DecimalText number = new DecimalText(bytes, valueFrom[ACTIVITY_LEVEL], valueTo[ACTIVITY_LEVEL], 0);
        if (!number.isWhole() || !number.isBetween(0, 2)) {
            return false;
        }
        line.activity = number.rounded();
        return true;
    }

    private boolean location(byte[] bytes) {
        int from = valueFrom[LOCATION];
        line.location = PackedReading.NO_LOCATION;
        if (from < 0 || bytes[from] == 'n') {
            return true;
        }
        if (!point.read(bytes, from, valueTo[LOCATION])) {
            return false;
        }
        line.location = PackedReading.location(point.longitude(), point.latitude());
        return true;
    }

    private boolean isString(byte[] bytes, int field) {
        return valueFrom[field] >= 0 && bytes[valueFrom[field]] == '"';
    }

    private boolean isNumber(byte[] bytes, int field) {
        return valueFrom[field] >= 0 && JsonScanner.startsNumber(bytes[valueFrom[field]]);
    }
}
