package io.petty.generate;

import io.petty.reading.PackedReading;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes unusual but valid lines, and malformed ones. They are few, so the code is simple rather than fast. */
final class UnusualLine {
    private static final Duration FAR = Duration.ofDays(400);
    private static final int DEPTH = 70;
    private static final int TOO_LONG = 66_000;

    private final String collar;
    private final Instant time;
    private final String collarId;
    private final String timestamp;
    private final String heartRate;
    private final String activity;
    private final String longitude;
    private final String latitude;
    private final boolean located;

    private UnusualLine(DeliverySlice delivery, int row, Pet pet) {
        Instant measured = Instant.ofEpochMilli(delivery.time(row));
        time = pet.wholeSeconds() ? measured.truncatedTo(ChronoUnit.SECONDS) : measured;
        collar = pet.collarId();
        collarId = "\"collar_id\":\"" + collar + "\"";
        timestamp = timestamp(time.toString());
        heartRate = "\"heart_rate\":" + beats(delivery.heartRate(row), pet.wholeBeats());
        activity = "\"activity_level\":" + delivery.activity(row);
        longitude = BigDecimal.valueOf(delivery.longitude(row), 6).toPlainString();
        latitude = BigDecimal.valueOf(delivery.latitude(row), 6).toPlainString();
        located = delivery.located(row);
    }

    private static String beats(int thousandths, boolean wholeBeats) {
        return thousandths == PackedReading.NO_HEART_RATE
                ? "null"
                : BigDecimal.valueOf(thousandths, 3)
                        .setScale(wholeBeats ? 0 : 1)
                        .toPlainString();
    }

    /** Returns the bytes of a line, including its line break. */
    static byte[] of(DeliverySlice delivery, int row, Pet pet) {
        UnusualLine line = new UnusualLine(delivery, row, pet);
        byte[] bytes = (line.text(delivery.kind(row)) + "\n").getBytes(StandardCharsets.UTF_8);
        if (delivery.kind(row) == LineKind.NOT_UTF8) {
            // The é of Latin-1. Between ASCII characters it isn't valid UTF-8.
            bytes[20] = (byte) 0xE9;
        }
        return bytes;
    }

    private String text(LineKind kind) {
        return switch (kind) {
            case USUAL, NOT_UTF8 -> usual();
            case CARRIAGE_RETURN -> usual() + "\r";
            case OTHER_ORDER -> object(heartRate, place(), timestamp, activity, collarId);
            case OTHER_OFFSET -> object(collarId, timestamp(withOffset()), heartRate, activity, place());
            case SPACED -> usual().replace("\":", "\" : ").replace(",\"", ", \"");
            case FURTHER_FIELDS ->
                object(
                        "\"firmware\":\"2.4.1\"",
                        collarId,
                        timestamp,
                        heartRate,
                        activity,
                        place(),
                        "\"battery\":{\"percent\":71,\"cells\":[3.91,3.9]}");
            case WITH_ALTITUDE -> located ? with(location(longitude + "," + latitude + ",118.5")) : usual();
            case NULL_LOCATION -> located ? usual() : with("\"location\":null");
            case DECIMAL_ACTIVITY -> usual().replace(activity, activity + ".0");
            case BLANK -> "";
            case TRUNCATED -> usual().substring(0, 1 + (int) (time.getEpochSecond() % (usual().length() - 2)));
            case NO_JSON -> "ERR sensor timeout collar=" + collar;
            case ARRAY -> "[" + usual() + "]";
            case FIELD_TWICE -> object(collarId, timestamp, heartRate, heartRate, activity);
            case NOT_A_NUMBER -> object(collarId, timestamp, "\"heart_rate\":NaN", activity);
            case TOO_DEEP -> object(collarId, "\"debug\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH), timestamp);
            case TOO_LONG ->
                object(collarId, timestamp, heartRate, activity, "\"log\":\"" + "0".repeat(TOO_LONG) + "\"");
            case COLLAR_EMPTY -> object("\"collar_id\":\"\"", timestamp, heartRate, activity);
            case COLLAR_WITH_SPACE -> object("\"collar_id\":\"" + collar + " \"", timestamp, heartRate, activity);
            case COLLAR_MISSING -> object(timestamp, heartRate, activity);
            case TIMESTAMP_NO_DATE -> withTimestamp("2026-02-30T12:00:00Z");
            case TIMESTAMP_NUMBER -> object(collarId, "\"timestamp\":" + time.getEpochSecond(), heartRate, activity);
            case TIMESTAMP_WITHOUT_ZONE -> withTimestamp(time.toString().replace("Z", ""));
            case TIMESTAMP_LONG_AGO -> withTimestamp(time.minus(FAR).toString());
            case TIMESTAMP_TO_COME -> withTimestamp(time.plus(FAR).toString());
            case HEART_RATE_ZERO -> object(collarId, timestamp, "\"heart_rate\":0", activity);
            case HEART_RATE_STRING -> object(collarId, timestamp, "\"heart_rate\":\"72\"", activity);
            case HEART_RATE_MISSING -> object(collarId, timestamp, activity);
            case ACTIVITY_THREE -> object(collarId, timestamp, heartRate, "\"activity_level\":3");
            case ACTIVITY_FRACTION -> object(collarId, timestamp, heartRate, "\"activity_level\":0.5");
            case ACTIVITY_BOOLEAN -> object(collarId, timestamp, heartRate, "\"activity_level\":true");
            case LATITUDE_TOO_GREAT -> with(location(longitude + ",91.5"));
            case LOCATION_LINE -> with("\"location\":{\"type\":\"LineString\",\"coordinates\":[[1.5,2.5],[1.6,2.6]]}");
        };
    }

    private String usual() {
        return with(place());
    }

    private String with(String location) {
        return object(collarId, timestamp, heartRate, activity, location);
    }

    private String withTimestamp(String written) {
        return object(collarId, timestamp(written), heartRate, activity);
    }

    private String withOffset() {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.ofHoursMinutes(-3, -30)));
    }

    /** Returns the location's JSON; empty if the reading has no location. */
    private String place() {
        return located ? location(longitude + "," + latitude) : "";
    }

    private static String timestamp(String written) {
        return "\"timestamp\":\"" + written + "\"";
    }

    private static String location(String coordinates) {
        return "\"location\":{\"type\":\"Point\",\"coordinates\":[" + coordinates + "]}";
    }

    private static String object(String... fields) {
        return Arrays.stream(fields).filter(field -> !field.isEmpty()).collect(Collectors.joining(",", "{", "}"));
    }
}
