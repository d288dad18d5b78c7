package io.petty.raw;

import io.petty.reading.PackedReading;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses any record, and checks it in the order of {@link RejectReason}. Slower than {@link LineParser}, but returns
 * the same reading for every record that {@link LineParser} accepts.
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
    private final PointText point = new PointText();
    private final int[] valueFrom = new int[FIELDS.length];
    private final int[] valueTo = new int[FIELDS.length];

    /** Why a record was rejected. */
    record Fault(RejectReason reason, String message) {}

    StrictLineParser(LocalDate deliveryDay, RawRules rules, ParsedLine line) {
        this.range = TimestampRange.of(deliveryDay, rules);
        this.rules = rules;
        this.deliveryDay = deliveryDay;
        this.line = line;
    }

    /** Parses {@code bytes[from, to)} into the parsed line. Returns null if it is a reading. */
    @Nullable
    Fault parse(byte[] bytes, int from, int to) {
        if (to - from > rules.lineBytes()) {
            return sizeFault();
        }
        int broken = Utf8Text.firstBroken(bytes, from, to);
        if (broken < to) {
            return new Fault(RejectReason.ENCODING, "byte %d is not UTF-8".formatted(broken - from + 1));
        }
        if (JsonDepth.isBeyond(bytes, from, to, rules.depth())) {
            return new Fault(RejectReason.DEPTH, "brackets are nested deeper than " + rules.depth());
        }
        Fault fault = members(bytes, from, to);
        return fault != null ? fault : fields(bytes);
    }

    Fault sizeFault() {
        return new Fault(RejectReason.SIZE, String.format(Locale.ROOT, "longer than %,d bytes", rules.lineBytes()));
    }

    /** Checks that the line is one JSON object, and records the positions of the fields' values. */
    private @Nullable Fault members(byte[] bytes, int from, int to) {
        Arrays.fill(valueFrom, -1);
        int at = JsonScanner.whitespace(bytes, from, to);
        if (at == to || bytes[at] != '{') {
            return notJson(JsonWords.insteadOfObject(bytes, at, to));
        }
        at = JsonScanner.whitespace(bytes, at + 1, to);
        if (at < to && bytes[at] == '}') {
            return end(bytes, from, at + 1, to);
        }
        while (true) {
            int nameEnd = JsonScanner.string(bytes, at, to);
            if (nameEnd < 0) {
                return notJson(JsonWords.brokenObject(bytes, from, ~nameEnd, to));
            }
            int field = field(bytes, at, nameEnd);
            int start = JsonScanner.colon(bytes, nameEnd, to);
            int end = start < 0 ? start : JsonScanner.value(bytes, start, to);
            if (end < 0) {
                return notJson(JsonWords.brokenObject(bytes, from, ~end, to));
            }
            if (field >= 0) {
                if (valueFrom[field] >= 0) {
                    return notJson("the JSON object has %s twice".formatted(FIELDS[field]));
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
                return notJson(JsonWords.brokenObject(bytes, from, ~at, to));
            }
        }
    }

    private static int field(byte[] bytes, int from, int to) {
        for (int field = 0; field < FIELDS.length; field++) {
            if (JsonText.is(FIELDS[field], bytes, from, to)) {
                return field;
            }
        }
        return -1;
    }

    private static @Nullable Fault end(byte[] bytes, int from, int objectEnd, int to) {
        int at = JsonScanner.whitespace(bytes, objectEnd, to);
        return at == to ? null : notJson(JsonWords.behindObject(bytes, from, at, to));
    }

    private static Fault notJson(String message) {
        return new Fault(RejectReason.JSON, message);
    }

    private @Nullable Fault fields(byte[] bytes) {
        Fault fault = collarId(bytes);
        if (fault == null) {
            fault = timestamp(bytes);
        }
        if (fault == null) {
            fault = heartRate(bytes);
        }
        if (fault == null) {
            fault = activityLevel(bytes);
        }
        return fault == null ? location(bytes) : fault;
    }

    private @Nullable Fault collarId(byte[] bytes) {
        Fault fault = ofKind("text", RejectReason.COLLAR_ID, COLLAR_ID, bytes);
        if (fault != null) {
            return fault;
        }
        byte[] id = JsonText.utf8(bytes, valueFrom[COLLAR_ID], valueTo[COLLAR_ID]);
        int end = id.length - 1;
        if (CollarIdText.end(id, 0) != end) {
            return fault(RejectReason.COLLAR_ID, COLLAR_ID, bytes, CollarIdText.fault(id, 0, end));
        }
        line.collarBytes = id;
        line.collarFrom = 0;
        line.collarTo = end;
        return null;
    }

    private @Nullable Fault timestamp(byte[] bytes) {
        Fault fault = ofKind("text", RejectReason.TIMESTAMP, TIMESTAMP, bytes);
        if (fault != null) {
            return fault;
        }
        byte[] text = JsonText.utf8(bytes, valueFrom[TIMESTAMP], valueTo[TIMESTAMP]);
        int end = text.length - 1;
        line.epochMillis = TimestampText.epochMillis(text, 0, end);
        if (line.epochMillis == TimestampText.INVALID) {
            String wrong = TimestampFault.of(new String(text, 0, end, StandardCharsets.UTF_8));
            return fault(RejectReason.TIMESTAMP, TIMESTAMP, bytes, wrong);
        }
        return range.contains(line.epochMillis)
                ? null
                : fault(RejectReason.TIMESTAMP_RANGE, TIMESTAMP, bytes, range.fault(line.epochMillis, deliveryDay));
    }

    private @Nullable Fault heartRate(byte[] bytes) {
        int from = valueFrom[HEART_RATE];
        line.heartRate = PackedReading.NO_HEART_RATE;
        if (from < 0 || bytes[from] == 'n') {
            return null;
        }
        Fault fault = ofKind("a number", RejectReason.HEART_RATE, HEART_RATE, bytes);
        if (fault != null) {
            return fault;
        }
        DecimalText number = new DecimalText(bytes, from, valueTo[HEART_RATE], 3);
        if (rules.heartRateAbsent().stream().anyMatch(absent -> number.isBetween(absent, absent))) {
            return null;
        }
        int least = rules.heartRateMin();
        int greatest = rules.heartRateMax();
        if (!number.isBetween(least, greatest)) {
            String wrong = number.isBelow(least) ? "is below " + least : "is above " + greatest;
            return fault(RejectReason.HEART_RATE, HEART_RATE, bytes, wrong);
        }
        line.heartRate = number.rounded();
        return null;
    }

    private @Nullable Fault activityLevel(byte[] bytes) {
        Fault fault = ofKind("a number", RejectReason.ACTIVITY_LEVEL, ACTIVITY_LEVEL, bytes);
        if (fault != null) {
            return fault;
        }
        DecimalText number = new DecimalText(bytes, valueFrom[ACTIVITY_LEVEL], valueTo[ACTIVITY_LEVEL], 0);
        if (!number.isWhole() || !number.isBetween(0, 2)) {
            return fault(RejectReason.ACTIVITY_LEVEL, ACTIVITY_LEVEL, bytes, "is not 0, 1 or 2");
        }
        line.activity = number.rounded();
        return null;
    }

    private @Nullable Fault location(byte[] bytes) {
        int from = valueFrom[LOCATION];
        line.location = PackedReading.NO_LOCATION;
        if (from < 0 || bytes[from] == 'n') {
            return null;
        }
        Fault fault = ofKind("an object", RejectReason.LOCATION, LOCATION, bytes);
        if (fault != null) {
            return fault;
        }
        String wrong = point.fault(bytes, from, valueTo[LOCATION]);
        if (wrong != null) {
            return fault(RejectReason.LOCATION, LOCATION, bytes, wrong);
        }
        if (!point.isZero() || !rules.locationAbsent()) {
            line.location = point.location();
        }
        return null;
    }

    /** Returns the fault of a field that is missing or of another kind than {@code wanted}; null otherwise. */
    private @Nullable Fault ofKind(String wanted, RejectReason reason, int field, byte[] bytes) {
        if (valueFrom[field] < 0) {
            return new Fault(reason, FIELDS[field] + " is missing");
        }
        String kind = JsonWords.kind(bytes[valueFrom[field]]);
        if (kind.equals(wanted)) {
            return null;
        }
        String wrong = "is %s, not %s".formatted(kind, wanted);
        return kind.equals("null")
                ? new Fault(reason, FIELDS[field] + " " + wrong)
                : fault(reason, field, bytes, wrong);
    }

    private Fault fault(RejectReason reason, int field, byte[] bytes, String wrong) {
        String value = Utf8Text.shortened(bytes, valueFrom[field], valueTo[field]);
        return new Fault(reason, "%s %s %s".formatted(FIELDS[field], value, wrong));
    }
}
