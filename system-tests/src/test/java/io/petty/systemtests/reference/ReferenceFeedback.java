package io.petty.systemtests.reference;

import java.time.LocalDate;
import java.util.ArrayList;
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
 * One piece of an owner's feedback, and what section 4 of the spec makes of many: plain, slow, and over the rows of
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

    LocalDate eventDay() {
        return LocalDate.ofEpochDay(Integer.parseInt(eventId.substring(4, 8), 16));
    }

    long time() {
        return timestamp != null ? timestamp : (eventDay().toEpochDay() + 1) * DAY;
    }

    /** 1 for, -1 against, 0 neither, of an event of that behavior. */
    private int sign(String behavior) {
        if (correction != null && !correction.equals(behavior)) {
            return -1;
        }
        return words.equals("positive") ? 1 : words.equals("negative") ? -1 : 0;
    }

    /** A voice that counts for later days. */
    private record Counted(String collar, String behavior, LocalDate day, long time, int sign) {}

    /** Folds feedback into the rows of all days' timelines; of feedback with the same event and id the newest counts. */
    public static void fold(
            SortedMap<LocalDate, List<Map<String, @Nullable Object>>> days, List<ReferenceFeedback> feedback) {
        List<Counted> counted = new ArrayList<>();
        days.forEach((day, rows) -> {
            for (Map<String, @Nullable Object> row : rows) {
                review(row, day, feedback, counted);
            }
        });
        days.forEach((day, rows) -> {
            for (Map<String, @Nullable Object> row : rows) {
                row.put("confidence", confidence(row, day, counted));
            }
        });
    }

    private static void review(
            Map<String, @Nullable Object> row, LocalDate day, List<ReferenceFeedback> feedback, List<Counted> counted) {
        String behavior = text(row, "behavior");
        List<ReferenceFeedback> voices = voices(feedback, text(row, "event_id"));
        int positive = 0;
        int negative = 0;
        Map<String, List<ReferenceFeedback>> corrections = new LinkedHashMap<>();
        for (ReferenceFeedback voice : voices) {
            int sign = voice.sign(behavior);
            positive += sign == 1 ? 1 : 0;
            negative += sign == -1 ? 1 : 0;
            if (sign != 0) {
                counted.add(new Counted(text(row, "collar_id"), behavior, day, voice.time(), sign));
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

    /** One voice a user, the newest. */
    private static List<ReferenceFeedback> voices(List<ReferenceFeedback> feedback, String eventId) {
        Map<String, ReferenceFeedback> byId = new HashMap<>();
        for (ReferenceFeedback one : feedback) {
            if (one.eventId.equals(eventId)) {
                byId.merge(one.id, one, (a, b) -> a.time() >= b.time() ? a : b);
            }
        }
        Map<String, ReferenceFeedback> byVoice = new HashMap<>();
        for (ReferenceFeedback one : byId.values()) {
            String voice = one.user != null ? "user " + one.user : "id " + one.id;
            byVoice.merge(voice, one, (a, b) -> AGE.compare(a, b) >= 0 ? a : b);
        }
        return List.copyOf(byVoice.values());
    }

    private static double confidence(Map<String, @Nullable Object> row, LocalDate day, List<Counted> counted) {
        String behavior = text(row, "behavior");
        double rule = (Double) Objects.requireNonNull(row.get("rule_confidence"));
        if (behavior.equals("Unknown")) {
            return 0;
        }
        int p = 0;
        int n = 0;
        int ownP = 0;
        int ownN = 0;
        for (Counted voice : counted) {
            boolean counts = voice.behavior.equals(behavior)
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

    /** The rows of {@code export feedback} of an event day but for the users' keys; {@code delivered} by feedback. */
    public static List<Map<String, @Nullable Object>> rows(
            LocalDate day, List<ReferenceFeedback> feedback, Map<ReferenceFeedback, String> delivered) {
        Map<String, ReferenceFeedback> byId = new HashMap<>();
        for (ReferenceFeedback one : feedback) {
            if (one.eventDay().equals(day)) {
                byId.merge(one.eventId + one.id, one, (a, b) -> a.time() >= b.time() ? a : b);
            }
        }
        return byId.values().stream()
                .sorted(Comparator.comparing(ReferenceFeedback::eventId).thenComparing(ReferenceFeedback::id))
                .map(one -> one.row(Objects.requireNonNull(delivered.get(one))))
                .toList();
    }

    private Map<String, @Nullable Object> row(String delivered) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("feedback_id", id);
        row.put("event_id", eventId);
        row.put("user_key", null);
        row.put("voice", words.equals("positive") || words.equals("negative") ? words : "none");
        row.put("corrected_behavior", correction);
        row.put("timestamp", ReferenceExport.timestamp(time()));
        row.put("delivered", delivered);
        return row;
    }
}
