package io.petty.generate;

import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a reading is written as a line: as usual, in an unusual but valid form, or malformed in one of many ways. */
enum LineKind {
    USUAL(null),

    CARRIAGE_RETURN(null),
    OTHER_ORDER(null),
    OTHER_OFFSET(null),
    SPACED(null),
    FURTHER_FIELDS(null),
    WITH_ALTITUDE(null),
    NULL_LOCATION(null),
    DECIMAL_ACTIVITY(null),
    /** A blank line. */
    BLANK(null),

    TRUNCATED("json"),
    NO_JSON("json"),
    ARRAY("json"),
    FIELD_TWICE("json"),
    NOT_A_NUMBER("json"),
    NOT_UTF8("encoding"),
    TOO_DEEP("depth"),
    TOO_LONG("size"),
    COLLAR_EMPTY("collar_id"),
    COLLAR_WITH_SPACE("collar_id"),
    COLLAR_MISSING("collar_id"),
    TIMESTAMP_NO_DATE("timestamp"),
    TIMESTAMP_NUMBER("timestamp"),
    TIMESTAMP_WITHOUT_ZONE("timestamp"),
    TIMESTAMP_LONG_AGO("timestamp_range"),
    TIMESTAMP_TO_COME("timestamp_range"),
    /** A valid line, as from a collar that isn't worn: it repeats the time of a reading, but with a heart rate of 0. */
    HEART_RATE_ZERO(null),
    HEART_RATE_STRING("heart_rate"),
    /** Like {@link #HEART_RATE_ZERO}, with the field missing. */
    HEART_RATE_MISSING(null),
    ACTIVITY_THREE("activity_level"),
    ACTIVITY_FRACTION("activity_level"),
    ACTIVITY_BOOLEAN("activity_level"),
    LATITUDE_TOO_GREAT("location"),
    LOCATION_LINE("location");

    private static final List<LineKind> UNUSUAL = List.copyOf(EnumSet.range(CARRIAGE_RETURN, BLANK));
    private static final List<LineKind> MALFORMED = List.copyOf(EnumSet.range(TRUNCATED, LOCATION_LINE));

    private final @Nullable String reason;

    LineKind(@Nullable String reason) {
        this.reason = reason;
    }

    /** Returns the reason for which ingestion rejects the line; null for a reading or a blank line. */
    @Nullable
    String reason() {
        return reason;
    }

    static LineKind anyUnusual(SeededRandom random) {
        return UNUSUAL.get(random.below(UNUSUAL.size()));
    }

    static LineKind anyMalformed(SeededRandom random) {
        LineKind kind = MALFORMED.get(random.below(MALFORMED.size()));
        // Long lines are rare to keep the files small.
        return kind == TOO_LONG && random.chance(0.95) ? TRUNCATED : kind;
    }
}
