package io.petty.systemtests.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of exports, without any feedback. Columns and rows are in the order of the specification. Values are String,
 * Integer, Long, Double, a list of strings, or null.
 */
public final class ReferenceExport {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);

    private ReferenceExport() {}

    /** Returns the rows of {@code export readings} of an event day. */
    public static List<Map<String, @Nullable Object>> readings(
            LocalDate day, Map<LocalDate, List<ReferenceReading>> byDeliveryDay) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ReferenceReadings.Delivered delivered : ReferenceReadings.ofEventDay(day, byDeliveryDay)) {
            ReferenceReading reading = delivered.reading();
            ReferencePlace place = reading.place();
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("collar_id", reading.collar());
            row.put("time", timestamp(reading.time()));
            row.put("heart_rate", ReferenceHeartRates.bpm(reading.heartRate()));
            row.put("activity_level", reading.activity());
            row.put("lon", place == null ? null : place.lon() / 1e6);
            row.put("lat", place == null ? null : place.lat() / 1e6);
            row.put("event_day", day.toString());
            row.put("delivery_day", delivered.deliveryDay().toString());
            rows.add(row);
        }
        return rows;
    }

    /**
     * Returns the rows of {@code export rejects} of a delivery day. The message is null, since its wording isn't
     * specified.
     */
    public static List<Map<String, @Nullable Object>> rejects(Collection<ReferenceReject> ofDay) {
        List<ReferenceReject> sorted = new ArrayList<>(ofDay);
        sorted.sort(Comparator.comparing(ReferenceReject::file)
                .thenComparing(ReferenceReject::line, Comparator.nullsLast(Comparator.naturalOrder())));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ReferenceReject reject : sorted) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("delivery_day", reject.deliveryDay().toString());
            row.put("file", reject.file());
            row.put("line", reject.line());
            row.put("reason", reject.reason());
            row.put("message", null);
            row.put("content", reject.content());
            rows.add(row);
        }
        return rows;
    }

    /** Returns the rows of {@code export timelines} of an event day, from that day's timelines. */
    public static List<Map<String, @Nullable Object>> timelines(Collection<ReferenceTimeline> ofDay) {
        List<ReferenceEvent> events = new ArrayList<>();
        ofDay.forEach(timeline -> events.addAll(timeline.events()));
        events.sort(Comparator.comparing(ReferenceEvent::collar).thenComparingLong(ReferenceEvent::start));
        return events.stream().map(ReferenceExport::row).toList();
    }

    private static Map<String, @Nullable Object> row(ReferenceEvent event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("event_id", eventId(event));
        row.put("collar_id", event.collar());
        row.put("day", event.day().toString());
        row.put("start", timestamp(event.start()));
        row.put("end", timestamp(event.end()));
        row.put("behavior", event.behavior());
        row.put("rule_confidence", event.ruleConfidence());
        row.put("confidence", event.ruleConfidence());
        row.put("readings", event.readings());
        row.put("hr_readings", event.hrReadings());
        row.put("hr_mean", event.hrMean());
        row.put("hr_std", event.hrStd());
        row.put("hr_min", event.hrMin());
        row.put("hr_max", event.hrMax());
        row.put("radius_m", event.radius());
        row.put("distance_m", event.distance());
        row.put("fetch_cycles", event.fetchCycles());
        row.put("baseline_hr", event.baseline());
        row.put("reference_hr", event.reference());
        row.put("feedback_positive", 0);
        row.put("feedback_negative", 0);
        row.put("review", "unreviewed");
        row.put("corrected_behavior", null);
        row.put("ruleset", "2027.1");
        return row;
    }

    /** Returns the rows of {@code export summaries} of an event day, from that day's timelines. */
    public static List<Map<String, @Nullable Object>> summaries(Collection<ReferenceTimeline> ofDay) {
        return ofDay.stream()
                .map(ReferenceTimeline::summary)
                .sorted(Comparator.comparing(ReferenceSummary::collar))
                .map(ReferenceExport::row)
                .toList();
    }

    private static Map<String, @Nullable Object> row(ReferenceSummary summary) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("collar_id", summary.collar());
        row.put("day", summary.day().toString());
        for (String behavior :
                List.of("Deep Sleep", "Resting", "Alert", "Walking", "Running", "Anxious Pacing", "Playing Fetch")) {
            String column = "minutes_" + behavior.toLowerCase(Locale.ROOT).replace(' ', '_');
            row.put(column, summary.minutes().getOrDefault(behavior, 0.0));
        }
        row.put("observed_minutes", summary.observedMinutes());
        row.put("readings", summary.readings());
        row.put("first_reading", timestamp(summary.firstReading()));
        row.put("last_reading", timestamp(summary.lastReading()));
        row.put("hr_min", summary.hrMin());
        row.put("hr_mean", summary.hrMean());
        row.put("hr_max", summary.hrMax());
        row.put("resting_hr", summary.restingHeartRate());
        row.put("distance_m", summary.distance());
        row.put("events", summary.events());
        row.put("flags", summary.flags());
        return row;
    }

    /** Returns the id of an event: the day of its start, and a hash of its identity. */
    static String eventId(ReferenceEvent event) {
        String hashed = event.collar() + "\n" + timestamp(event.start()) + "\n" + event.behavior();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(hashed.getBytes(StandardCharsets.UTF_8));
            long epochDay = Math.floorDiv(event.start(), 86_400_000L);
            return String.format(Locale.ROOT, "evt_%04x", epochDay)
                    + HexFormat.of().formatHex(hash).substring(0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Formats a timestamp as in exports. */
    public static String timestamp(long time) {
        return TIMESTAMP.format(Instant.ofEpochMilli(time).atZone(ZoneOffset.UTC));
    }
}
