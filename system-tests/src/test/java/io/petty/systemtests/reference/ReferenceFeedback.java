package io.petty.systemtests.reference;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An owner's feedback, and its evaluation by section 4 of the specification: simple, slow, and based on the rows of
 * exports.
 *
 * @param words {@code positive}, {@code negative} or free text
 * @param timestamp milliseconds since 1970-01-01T00:00Z; null for none
 */
public record ReferenceFeedback(
        String id,
        String eventId,
        @Nullable String user,
        String words,
        @Nullable String correction,
        @Nullable Long timestamp) {
    private static final long DAY = 86_400_000;

    private static final Comparator<ReferenceFeedback> AGE =
            Comparator.comparingLong(ReferenceFeedback::time).thenComparing(ReferenceFeedback::id);

    /** Returns the UTC day of the event, from its id. */
    public LocalDate eventDay() {
        return LocalDate.ofEpochDay(Integer.parseInt(eventId.substring(4, 8), 16));
    }

    long time() {
        return timestamp != null ? timestamp : (eventDay().toEpochDay() + 1) * DAY;
    }

    /** Returns 1 if the feedback confirms an event of that behavior, -1 if it rejects it, and 0 if neither. */
    private int sign(String behavior) {
        if (correction != null && !correction.equals(behavior)) {
            return -1;
        }
        return words.equals("positive") ? 1 : words.equals("negative") ? -1 : 0;
    }

    /**
     * The event that feedback referred to when it was first folded.
     *
     * @param start as in exports, like {@code end}
     */
    public record About(String collar, String start, String end, String behavior) {

        private static About of(Map<String, @Nullable Object> row) {
            return new About(text(row, "collar_id"), text(row, "start"), text(row, "end"), text(row, "behavior"));
        }

        private long length() {
            return millis(end) - millis(start);
        }

        /** Returns by how many milliseconds both events overlap; negative if there is a gap between them. */
        private long shared(About other) {
            return Math.min(millis(end), millis(other.end)) - Math.max(millis(start), millis(other.start));
        }

        private static long millis(String timestamp) {
            return Instant.parse(timestamp).toEpochMilli();
        }
    }

    /** A voice that counts for later days, and the class of its event: behavior and rule confidence. */
    private record Counted(String collar, String behavior, double rule, LocalDate day, long time, int sign) {}

    /** Returns the events to record with feedback; none for feedback whose event doesn't exist. */
    public static Map<ReferenceFeedback, About> record(
            SortedMap<LocalDate, List<Map<String, @Nullable Object>>> days, List<ReferenceFeedback> feedback) {
        Map<ReferenceFeedback, About> recorded = new HashMap<>();
        for (ReferenceFeedback one : feedback) {
            days.getOrDefault(one.eventDay(), List.of()).stream()
                    .filter(row -> text(row, "event_id").equals(one.eventId))
                    .forEach(row -> recorded.put(one, About.of(row)));
        }
        return recorded;
    }

    /** Folds feedback that was never folded before into the rows of all days' timelines. */
    public static void fold(
            SortedMap<LocalDate, List<Map<String, @Nullable Object>>> days, List<ReferenceFeedback> feedback) {
        fold(days, feedback, record(days, feedback));
    }

    /**
     * Folds feedback into the rows of all days' timelines. If several have the same event and id, the newest one
     * counts.
     *
     * @param recorded the events recorded with feedback that was folded before, possibly into other rows of these days
     */
    public static void fold(
            SortedMap<LocalDate, List<Map<String, @Nullable Object>>> days,
            List<ReferenceFeedback> feedback,
            Map<ReferenceFeedback, About> recorded) {
        Map<String, List<ReferenceFeedback>> byEvent = new HashMap<>();
        for (ReferenceFeedback one : newest(feedback)) {
            String event = event(one, days.getOrDefault(one.eventDay(), List.of()), recorded.get(one));
            if (event != null) {
                byEvent.computeIfAbsent(event, any -> new ArrayList<>()).add(one);
            }
        }
        List<Counted> counted = new ArrayList<>();
        days.forEach((day, rows) -> {
            for (Map<String, @Nullable Object> row : rows) {
                review(row, day, voices(byEvent.getOrDefault(text(row, "event_id"), List.of())), counted);
            }
        });
        days.forEach((day, rows) -> {
            for (Map<String, @Nullable Object> row : rows) {
                row.put("confidence", confidence(row, day, counted));
            }
        });
    }

    /** Returns the newest feedback for each event and id. */
    private static Collection<ReferenceFeedback> newest(List<ReferenceFeedback> feedback) {
        Map<String, ReferenceFeedback> newest = new HashMap<>();
        for (ReferenceFeedback one : feedback) {
            newest.merge(one.eventId + one.id, one, (a, b) -> a.time() >= b.time() ? a : b);
        }
        return newest.values();
    }

    /**
     * Returns the id of the event for which feedback counts, or null while it waits. This is the event with the id that
     * the feedback names. If there is none, it is the event of the same collar and behavior that covers the most of the
     * recorded event, provided that it covers at least half. If two events cover equally much, it is the earlier one.
     */
    public static @Nullable String event(
            ReferenceFeedback one, List<Map<String, @Nullable Object>> rows, @Nullable About recorded) {
        if (rows.stream().anyMatch(row -> text(row, "event_id").equals(one.eventId))) {
            return one.eventId;
        }
        if (recorded == null) {
            return null;
        }
        String event = null;
        About best = null;
        for (Map<String, @Nullable Object> row : rows) {
            About about = About.of(row);
            boolean alike = about.collar.equals(recorded.collar) && about.behavior.equals(recorded.behavior);
            boolean enough = about.shared(recorded) >= 0 && 2 * about.shared(recorded) >= recorded.length();
            if (alike && enough && (best == null || isBetter(about, best, recorded))) {
                event = text(row, "event_id");
                best = about;
            }
        }
        return event;
    }

    private static boolean isBetter(About one, About best, About recorded) {
        return one.shared(recorded) == best.shared(recorded)
                ? one.start.compareTo(best.start) < 0
                : one.shared(recorded) > best.shared(recorded);
    }

    private static void review(
            Map<String, @Nullable Object> row, LocalDate day, List<ReferenceFeedback> voices, List<Counted> counted) {
        String behavior = text(row, "behavior");
        int positive = 0;
        int negative = 0;
        Map<String, List<ReferenceFeedback>> corrections = new LinkedHashMap<>();
        for (ReferenceFeedback voice : voices) {
            int sign = voice.sign(behavior);
            positive += sign == 1 ? 1 : 0;
            negative += sign == -1 ? 1 : 0;
            if (sign != 0) {
                counted.add(new Counted(text(row, "collar_id"), behavior, rule(row), day, voice.time(), sign));
            }
            if (voice.correction != null && !voice.correction.equals(behavior)) {
                corrections
                        .computeIfAbsent(voice.correction, key -> new ArrayList<>())
                        .add(voice);
            }
        }
        row.put("feedback_positive", positive);
        row.put("feedback_negative", negative);
        row.put(
                "review",
                positive == 0 && negative == 0
                        ? "unreviewed"
                        : negative == 0 ? "confirmed" : positive == 0 ? "rejected" : "disputed");
        Optional<String> corrected = corrections.entrySet().stream()
                .max(Comparator.comparingInt((Map.Entry<String, List<ReferenceFeedback>> entry) ->
                                entry.getValue().size())
                        .thenComparing(
                                entry -> entry.getValue().stream().max(AGE).orElseThrow(), AGE))
                .map(Map.Entry::getKey);
        row.put("corrected_behavior", negative > positive ? corrected.orElse(null) : null);
    }

    /** Returns the newest voice of each user. */
    private static List<ReferenceFeedback> voices(List<ReferenceFeedback> ofEvent) {
        Map<String, ReferenceFeedback> byVoice = new HashMap<>();
        for (ReferenceFeedback one : ofEvent) {
            String voice = one.user != null ? "user " + one.user : "id " + one.id;
            byVoice.merge(voice, one, (a, b) -> AGE.compare(a, b) >= 0 ? a : b);
        }
        return List.copyOf(byVoice.values());
    }

    private static double rule(Map<String, @Nullable Object> row) {
        return (Double) Objects.requireNonNull(row.get("rule_confidence"));
    }

    private static double confidence(Map<String, @Nullable Object> row, LocalDate day, List<Counted> counted) {
        String behavior = text(row, "behavior");
        double rule = rule(row);
        if (behavior.equals("Unknown")) {
            return 0;
        }
        int p = 0;
        int n = 0;
        int ownP = 0;
        int ownN = 0;
        for (Counted voice : counted) {
            boolean counts = voice.behavior.equals(behavior)
                    && voice.rule == rule
                    && voice.day.isBefore(day)
                    && !voice.day.isBefore(day.minusDays(90))
                    && voice.time < day.toEpochDay() * DAY;
            if (counts) {
                boolean own = voice.collar.equals(text(row, "collar_id"));
                p += voice.sign == 1 ? 1 : 0;
                n += voice.sign == -1 ? 1 : 0;
                ownP += own && voice.sign == 1 ? 1 : 0;
                ownN += own && voice.sign == -1 ? 1 : 0;
            }
        }
        double base = (20 * rule + p) / (20 + p + n);
        return (10 * base + ownP) / (10 + ownP + ownN);
    }

    private static String text(Map<String, @Nullable Object> row, String column) {
        return (String) Objects.requireNonNull(row.get(column));
    }

    /**
     * Returns the rows of {@code export feedback} of an event day, without the users' keys.
     *
     * @param delivered the value of the column {@code delivered}, by feedback
     * @param recorded the events recorded with the feedback
     */
    public static List<Map<String, @Nullable Object>> rows(
            LocalDate day,
            List<ReferenceFeedback> feedback,
            Map<ReferenceFeedback, String> delivered,
            Map<ReferenceFeedback, About> recorded) {
        return newest(feedback).stream()
                .filter(one -> one.eventDay().equals(day))
                .sorted(Comparator.comparing(ReferenceFeedback::eventId).thenComparing(ReferenceFeedback::id))
                .map(one -> one.row(Objects.requireNonNull(delivered.get(one)), recorded.get(one)))
                .toList();
    }

    private Map<String, @Nullable Object> row(String delivered, @Nullable About about) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("feedback_id", id);
        row.put("event_id", eventId);
        row.put("user_key", null);
        row.put("voice", words.equals("positive") || words.equals("negative") ? words : "none");
        row.put("corrected_behavior", correction);
        row.put("timestamp", ReferenceExport.timestamp(time()));
        row.put("delivered", delivered);
        row.put("about_collar", about == null ? null : about.collar);
        row.put("about_start", about == null ? null : about.start);
        row.put("about_end", about == null ? null : about.end);
        row.put("about_behavior", about == null ? null : about.behavior);
        return row;
    }
}
