package io.petty.raw;

import static io.petty.raw.LineToken.ELSEWHERE;

import io.petty.reading.PackedReading;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Parses the records that collars usually send, in one pass and without allocating: only the five known fields in any
 * order, ASCII without escapes, numbers without exponents, at most one space after a colon or comma. All other
 * records, and all invalid ones, are left to {@link StrictLineParser}, since only that one rejects records.
 *
 * <p>This is the hottest code of an ingest, with millions of records per second. Names and the date are compared eight
 * bytes at a time. There are no bounds checks: each line ends with an LF, which no step accepts, and the caller adds
 * one after the last byte. The previous line's date is cached, since few lines change it. One small method per field
 * lets the compiler inline the hot ones; a single large method was a third slower.
 */
final class LineParser {
    /** The number of bytes after a line's LF that may be read. The buffer must have room for them, with any content. */
    static final int BYTES_BEHIND = 64;

    private static final int COLLAR_ID = 1;
    private static final int TIMESTAMP = 2;
    private static final int HEART_RATE = 4;
    private static final int ACTIVITY_LEVEL = 8;
    private static final int LOCATION = 16;
    private static final int REQUIRED = COLLAR_ID | TIMESTAMP | ACTIVITY_LEVEL;

    /** Only milliseconds are kept, but some senders write nanoseconds. */
    private static final int MAX_SECOND_DIGITS = 9;

    private final TimestampRange range;
    private final int heartRateMin;
    private final int heartRateMax;
    private final int[] heartRateAbsent;
    /**
     * Whether a value of {@code heart-rate-absent} is within the bounds. If so, every heart rate must be compared with
     * these values.
     */
    private final boolean absentIsWithin;

    private final boolean zeroIsNoFix;
    private final PlainDecimal decimal = new PlainDecimal();
    private final ParsedLine line;

    private long dateStart;
    private byte dateTens;
    private byte dateOnes;
    private long dateMillis;

    private int longitude;
    private int latitude;
    /** Whether longitude and latitude are zero as written. */
    private boolean isZero;

    LineParser(LocalDate deliveryDay, RawRules rules, ParsedLine line) {
        this.range = TimestampRange.of(deliveryDay, rules);
        this.heartRateMin = rules.heartRateMin();
        this.heartRateMax = rules.heartRateMax();
        this.heartRateAbsent =
                rules.heartRateAbsent().stream().mapToInt(Integer::intValue).toArray();
        this.absentIsWithin =
                rules.heartRateAbsent().stream().anyMatch(value -> value >= heartRateMin && value <= heartRateMax);
        this.zeroIsNoFix = rules.locationAbsent();
        this.line = line;
        // The cache starts with a real date, so that no invalid bytes match it.
        byte[] epoch = "1970-01-01".getBytes(StandardCharsets.US_ASCII);
        newDate(epoch, 0);
    }

    /**
     * Parses the record that starts at {@code from} into the parsed line.
     *
     * @return the end of the record: its LF, or the first byte after its object if another object follows on the line.
     *     Negative if the record is left to the strict parser.
     */
    int parse(byte[] bytes, int from) {
        int start = from;
        if (bytes[from] != '{') {
            start = afterBlanks(bytes, from);
            if (bytes[start] != '{') {
                return ELSEWHERE;
            }
        }
        line.heartRate = PackedReading.NO_HEART_RATE;
        line.location = PackedReading.NO_LOCATION;
        int seen = 0;
        int at = start + 1;
        while (true) {
            int field = fieldAt(bytes, at);
            if ((seen & field) != 0) {
                return ELSEWHERE;
            }
            seen |= field;
            at = member(bytes, at, field);
            if (at < 0) {
                return ELSEWHERE;
            }
            if (bytes[at] != ',') {
                break;
            }
            at += bytes[at + 1] == ' ' ? 2 : 1;
        }
        if (bytes[at] != '}' || (seen & REQUIRED) != REQUIRED) {
            return ELSEWHERE;
        }
        at++;
        return bytes[at] == '\n' ? at : end(bytes, at);
    }

    /** Returns the end of a record whose object ends at {@code at}, where there is no LF. */
    private static int end(byte[] bytes, int at) {
        int next = afterBlanks(bytes, at);
        return switch (bytes[next]) {
            case '\n' -> next;
            case '{' -> at;
            default -> ELSEWHERE;
        };
    }

    private static int afterBlanks(byte[] bytes, int from) {
        int at = from;
        while (RecordScanner.isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Returns which field may be here, by the first letter of its name; 0 for none. */
    private static int fieldAt(byte[] bytes, int at) {
        return switch (bytes[at + 1]) {
            case 'c' -> COLLAR_ID;
            case 't' -> TIMESTAMP;
            case 'h' -> HEART_RATE;
            case 'a' -> ACTIVITY_LEVEL;
            case 'l' -> LOCATION;
            default -> 0;
        };
    }

    private int member(byte[] bytes, int at, int field) {
        return switch (field) {
            case COLLAR_ID -> collarId(bytes, LineToken.COLLAR_ID.valueAfter(bytes, at));
            case TIMESTAMP -> timestamp(bytes, LineToken.TIMESTAMP.valueAfter(bytes, at));
            case HEART_RATE -> heartRate(bytes, LineToken.HEART_RATE.valueAfter(bytes, at));
            case ACTIVITY_LEVEL -> activityLevel(bytes, LineToken.ACTIVITY_LEVEL.valueAfter(bytes, at));
            case LOCATION -> location(bytes, LineToken.LOCATION.valueAfter(bytes, at));
            default -> ELSEWHERE;
        };
    }

    private int collarId(byte[] bytes, int from) {
        if (from < 0 || bytes[from] != '"') {
            return ELSEWHERE;
        }
        int end = CollarIdText.end(bytes, from + 1);
        if (end < 0 || bytes[end] != '"') {
            return ELSEWHERE;
        }
        line.collarBytes = bytes;
        line.collarFrom = from + 1;
        line.collarTo = end;
        return end + 1;
    }

    private int timestamp(byte[] bytes, int from) {
        if (from < 0 || bytes[from] != '"' || !date(bytes, from + 1)) {
            return ELSEWHERE;
        }
        int time = TimestampText.millisOfDay(bytes, from + 11);
        if (time < 0) {
            return ELSEWHERE;
        }
        int at = from + 20;
        int millisOfDay = time;
        if (bytes[at] == '.') {
            int firstDigit = ++at;
            int weight = 100;
            while (PlainDecimal.isDigit(bytes[at]) && at - firstDigit < MAX_SECOND_DIGITS) {
                millisOfDay += weight * (bytes[at++] - '0');
                weight /= 10;
            }
            if (at == firstDigit) {
                return ELSEWHERE;
            }
        }
        long millis = dateMillis + millisOfDay;
        if (bytes[at] != 'Z' || bytes[at + 1] != '"' || !range.contains(millis)) {
            return ELSEWHERE;
        }
        line.epochMillis = millis;
        return at + 2;
    }

    private boolean date(byte[] bytes, int from) {
        boolean sameAsBefore =
                LineToken.word(bytes, from) == dateStart && bytes[from + 8] == dateTens && bytes[from + 9] == dateOnes;
        return sameAsBefore || newDate(bytes, from);
    }

    private boolean newDate(byte[] bytes, int from) {
        long day = TimestampText.epochDay(bytes, from);
        if (day == TimestampText.INVALID) {
            return false;
        }
        dateStart = LineToken.word(bytes, from);
        dateTens = bytes[from + 8];
        dateOnes = bytes[from + 9];
        dateMillis = day * PackedReading.MILLIS_PER_DAY;
        return true;
    }

    private int heartRate(byte[] bytes, int from) {
        if (from < 0) {
            return ELSEWHERE;
        }
        int end = decimal.read(bytes, from);
        if (end < 0) {
            return LineToken.NULL.after(bytes, from);
        }
        boolean isWithin = decimal.isAtLeast(heartRateMin) && decimal.isAtMost(heartRateMax);
        if (isWithin && !(absentIsWithin && isAbsent())) {
            line.heartRate = decimal.rounded(3);
            return end;
        }
        return isWithin || isAbsent() ? end : ELSEWHERE;
    }

    private boolean isAbsent() {
        for (int absent : heartRateAbsent) {
            if (decimal.isAtLeast(absent) && decimal.isAtMost(absent)) {
                return true;
            }
        }
        return false;
    }

    private int activityLevel(byte[] bytes, int from) {
        if (from < 0 || bytes[from] < '0' || bytes[from] > '2') {
            return ELSEWHERE;
        }
        line.activity = bytes[from] - '0';
        return from + 1;
    }

    private int location(byte[] bytes, int from) {
        if (from < 0) {
            return ELSEWHERE;
        }
        if (bytes[from] != '{') {
            return LineToken.NULL.after(bytes, from);
        }
        boolean typeFirst = bytes[from + 2] == 't';
        int at = typeFirst ? type(bytes, from + 1) : coordinates(bytes, from + 1);
        if (at < 0 || bytes[at] != ',') {
            return ELSEWHERE;
        }
        at += bytes[at + 1] == ' ' ? 2 : 1;
        at = typeFirst ? coordinates(bytes, at) : type(bytes, at);
        if (at < 0 || bytes[at] != '}') {
            return ELSEWHERE;
        }
        if (!isZero || !zeroIsNoFix) {
            line.location = PackedReading.location(longitude, latitude);
        }
        return at + 1;
    }

    private static int type(byte[] bytes, int from) {
        int at = LineToken.TYPE.valueAfter(bytes, from);
        return at < 0 ? ELSEWHERE : LineToken.POINT.after(bytes, at);
    }

    private int coordinates(byte[] bytes, int from) {
        int at = LineToken.COORDINATES.valueAfter(bytes, from);
        if (at < 0 || bytes[at] != '[') {
            return ELSEWHERE;
        }
        at = degrees(bytes, at + 1, 180);
        if (at < 0 || bytes[at] != ',') {
            return ELSEWHERE;
        }
        longitude = decimal.signedRounded(6);
        isZero = decimal.isZero();
        at = degrees(bytes, at + (bytes[at + 1] == ' ' ? 2 : 1), 90);
        if (at < 0) {
            return ELSEWHERE;
        }
        latitude = decimal.signedRounded(6);
        isZero &= decimal.isZero();
        if (bytes[at] == ',') {
            at = decimal.readSigned(bytes, at + (bytes[at + 1] == ' ' ? 2 : 1));
        }
        return at < 0 || bytes[at] != ']' ? ELSEWHERE : at + 1;
    }

    private int degrees(byte[] bytes, int from, int bound) {
        int at = decimal.readSigned(bytes, from);
        return at >= 0 && decimal.isAtMost(bound) ? at : ELSEWHERE;
    }
}
