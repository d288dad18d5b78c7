package io.petty.raw;

import java.util.Locale;

/**
 * Why a record of a raw file, or the rest of a file, is no reading, or a document no feedback. The constants are in the
 * order in which a record is judged; the first that applies names the reason.
 */
public enum RejectReason {
    /** The record has more bytes, without its LF, than allowed. */
    SIZE,
    /** The record is not UTF-8. */
    ENCODING,
    /** Brackets and braces are nested too deep. */
    DEPTH,
    /** The record is not one JSON object, or has a field of the table twice. */
    JSON,
    /** The collar id is missing or breaks its pattern. */
    COLLAR_ID,
    /** The timestamp is missing or not a real date and time with an offset. */
    TIMESTAMP,
    /** The timestamp lies too far before or after the delivery day. */
    TIMESTAMP_RANGE,
    /** There is a heart rate, and it is not a number or out of range. */
    HEART_RATE,
    /** The activity level is missing or not 0, 1 or 2. */
    ACTIVITY_LEVEL,
    /** There is a location, and it is not a GeoJSON point on Earth. */
    LOCATION,
    /** A feedback document's id is there and is none. */
    FEEDBACK_ID,
    /** A feedback document's event id is missing or not an event's id. */
    EVENT_ID,
    /** A feedback document's words are missing, no string or too long. */
    USER_FEEDBACK,
    /** A feedback document's user id is there and is none. */
    USER_ID,
    /** A feedback document's segment is too long or names no behavior. */
    SEGMENT,
    /** The file itself broke: inside its compression, by its checksum, behind its last member, or at a limit. Not a record. */
    FILE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The reason as the rejects table names it, for example {@code collar_id}. */
    public String label() {
        return label;
    }
}
