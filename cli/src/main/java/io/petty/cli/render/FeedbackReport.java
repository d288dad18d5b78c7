package io.petty.cli.render;

import io.petty.feedback.Feedback;
import io.petty.feedback.Voice;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.Review;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Owners' feedback on one day's events, by behavior and one by one. */
public final class FeedbackReport {
    private static final int USER_CHARACTERS = 8;

    private final Map<Behavior, Tally> behaviors = new TreeMap<>(Comparator.comparing(BehaviorLook.ORDER::indexOf));
    private final Map<String, Event> events = new HashMap<>();
    private final Map<String, Integer> corrections = new TreeMap<>();
    private final Map<String, List<Event>> collars = new HashMap<>();
    private final List<Said> feedback = new ArrayList<>();
    private long waiting;
    private long carried;
    private long words;

    /** One owner's feedback, and the event that it counts for. The event is null while the feedback waits for it. */
    private record Said(Feedback row, @Nullable Event event) {}

    /** One behavior's events. */
    private static final class Tally {
        private int events;
        private int reviewed;
        private final Map<Review, Integer> reviews = new EnumMap<>(Review.class);
        private Precision precision = Precision.NONE;
        private double ruleConfidences;
        private double confidences;

        private void add(Event event) {
            events++;
            reviewed += event.review() == Review.UNREVIEWED ? 0 : 1;
            reviews.merge(event.review(), 1, Integer::sum);
            precision = precision.plus(event.feedbackPositive(), event.feedbackNegative());
            ruleConfidences += event.ruleConfidence();
            confidences += event.confidence();
        }

        private int count(Review review) {
            return reviews.getOrDefault(review, 0);
        }
    }

    /**
     * Adds a published event. All events must be added before the feedback, and the events of a collar in order of
     * their start.
     */
    public void add(Event event) {
        behaviors.computeIfAbsent(event.behavior(), behavior -> new Tally()).add(event);
        events.put(event.eventId(), event);
        collars.computeIfAbsent(event.collarId(), collar -> new ArrayList<>()).add(event);
    }

    public void add(Feedback row) {
        Event event = events.get(row.eventId());
        if (event == null && row.about() != null) {
            event = row.about()
                    .carriedTo(collars.getOrDefault(row.about().collarId(), List.of()))
                    .orElse(null);
            carried += event == null ? 0 : 1;
        }
        if (event == null) {
            waiting++;
        } else if (row.correctedBehavior() != null
                && !row.correctedBehavior().equals(event.behavior().label())) {
            corrections.merge(event.behavior().label() + " → " + row.correctedBehavior(), 1, Integer::sum);
        } else if (row.voice() == Voice.NONE) {
            words++;
        }
        feedback.add(new Said(row, event));
    }

    public boolean isEmpty() {
        return feedback.isEmpty();
    }

    public void print(PrintStream out, int most) {
        out.printf(
                "%-15s %7s %9s %8s %9s %9s %9s   %-19s %s%n",
                "BEHAVIOR",
                "EVENTS",
                "REVIEWED",
                "VOTES",
                "CONFIRMED",
                "REJECTED",
                "DISPUTED",
                "PRECISION (95 %)",
                "CONFIDENCE");
        behaviors.forEach((behavior, tally) -> row(out, behavior, tally));
        out.println();
        corrections.forEach((correction, count) -> out.printf("  owners correct %s: %,d%n", correction, count));
        if (words > 0) {
            out.printf("  free text, neither for nor against: %,d%n", words);
        }
        if (carried > 0) {
            out.printf("  carried over from an event that no longer exists: %,d%n", carried);
        }
        if (waiting > 0) {
            out.printf("  waiting for an event that doesn't exist: %,d%n", waiting);
        }
        votes(out, most);
    }

    private static void row(PrintStream out, Behavior behavior, Tally tally) {
        double rule = tally.ruleConfidences / tally.events;
        double confidence = tally.confidences / tally.events;
        out.printf(
                Locale.ROOT,
                "%-15s %,7d %,9d %,8d %,9d %,9d %,9d   %-19s %.2f → %.2f  %+.2f%n",
                behavior.label(),
                tally.events,
                tally.reviewed,
                tally.precision.votes(),
                tally.count(Review.CONFIRMED),
                tally.count(Review.REJECTED),
                tally.count(Review.DISPUTED),
                tally.precision.text(),
                rule,
                confidence,
                confidence - rule);
    }

    private void votes(PrintStream out, int most) {
        List<Said> newest = feedback.stream()
                .sorted(Comparator.comparing(
                        Said::row,
                        Comparator.comparingLong(Feedback::timestamp)
                                .reversed()
                                .thenComparing(Feedback::eventId)
                                .thenComparing(Feedback::feedbackId)))
                .toList();
        out.printf(
                "%n%-24s %-8s %-20s %-15s %-9s %-15s %s%n",
                "GIVEN AT", "USER", "COLLAR", "BEHAVIOR", "VOTE", "CORRECTION", "EVENT");
        for (Said shown : newest.subList(0, Math.min(most, newest.size()))) {
            Feedback said = shown.row();
            Event event = shown.event();
            out.printf(
                    "%-24s %-8s %-20s %-15s %-9s %-15s %s%n",
                    ExplanationText.time(said.timestamp()),
                    said.userKey() == null ? "–" : said.userKey().substring(0, USER_CHARACTERS),
                    event == null ? "–" : event.collarId(),
                    event == null ? "waiting" : event.behavior().label(),
                    said.voice() == Voice.NONE ? "–" : said.voice().label(),
                    Objects.requireNonNullElse(said.correctedBehavior(), "–"),
                    event == null || event.eventId().equals(said.eventId())
                            ? said.eventId()
                            : "%s, was %s".formatted(event.eventId(), said.eventId()));
        }
        if (newest.size() > most) {
            out.printf("… %,d older; --all shows them%n", newest.size() - most);
        }
    }
}
