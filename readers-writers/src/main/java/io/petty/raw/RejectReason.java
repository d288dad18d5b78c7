package io.petty.raw;

import java.util.Locale;

/**
 * Why a record of a raw file, the rest of a file, or a feedback document was rejected. The constants are in the order
 * in which a record is checked; the first that applies is the reason.
 */
public enum RejectReason {
    /** The record is longer than allowed, in bytes without its LF. */
    SIZE,
    /** The record is not UTF-8. */
    ENCODING,
    /** Brackets and braces are nested too deeply. */
    DEPTH,
    /** The record is not one JSON object, or repeats one of the five known fields. */
    JSON,
    /** The collar id is missing or doesn't match its pattern. */
    COLLAR_ID,
    /** The timestamp is missing or not a real date and time with an offset. */
    TIMESTAMP,
    /** The timestamp is too far before or after the delivery day. */
    TIMESTAMP_RANGE,
    /** The heart rate isn't a number or is out of range. */
    HEART_RATE,
    /** The activity level is missing or not 0, 1 or 2. */
    ACTIVITY_LEVEL,
    /** The location isn't a GeoJSON point on Earth. */
    LOCATION,
    /** The feedback document has an invalid id. */
    FEEDBACK_ID,
    /** The feedback document has no event id, or an invalid one. */
    EVENT_ID,
    /** The feedback document's text is missing, not a string or too long. */
    USER_FEEDBACK,
    /** The feedback document has an invalid user id. */
    USER_ID,
    /** The feedback document's segment is too long, isn't an object or has an invalid behavior. */
    SEGMENT,
    /**
     * The file itself is broken: its compressed data is corrupt or truncated, a checksum is wrong, other data follows
     * it, or it exceeds a limit. Doesn't apply to a record.
     */
    FILE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Returns the reason's name in the rejects table, for example {@code collar_id}. */
    public String label() {
        return label;
    }
}
