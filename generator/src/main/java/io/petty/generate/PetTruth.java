package io.petty.generate;

import io.petty.timeline.Behavior;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** The true states of a pet over a time range, as its owner sees them. */
final class PetTruth {
    private static final long PURPOSE = 6;

    /** Maps the behavior that a misread span looks like to the true one. */
    private static final Map<String, String> LOOKS_LIKE = Map.of(
            Behavior.DEEP_SLEEP.label(), Behavior.RESTING.label(),
            Behavior.RESTING.label(), "Eating",
            Behavior.ALERT.label(), Behavior.RESTING.label(),
            Behavior.WALKING.label(), Behavior.ANXIOUS_PACING.label(),
            Behavior.RUNNING.label(), Behavior.PLAYING_FETCH.label(),
            Behavior.ANXIOUS_PACING.label(), Behavior.WALKING.label(),
            Behavior.PLAYING_FETCH.label(), Behavior.RUNNING.label());

    /** Spans by their start. */
    private final NavigableMap<Long, Span> spans = new TreeMap<>();

    /**
     * A stretch of one state.
     *
     * @param start milliseconds since 1970
     * @param end milliseconds since 1970
     * @param label a behavior's label, or {@code Charging}
     */
    record Span(long start, long end, String label) {}

    /**
     * Computes the states of a pet.
     *
     * @param misread for each behavior, the share of its spans that are really something else
     */
    PetTruth(long seed, Pet pet, long from, long to, Map<Behavior, Double> misread) {
        String label = "";
        long start = from;
        for (long day = CollarLife.localDayOf(pet, from); CollarLife.beginningOf(pet, day) < to; day++) {
            DayPlan plan = DayPlan.of(seed, pet, day);
            for (int span = 0; span < plan.size(); span++) {
                long begins = CollarLife.beginningOf(pet, day) + plan.start(span) * 1000L;
                // Neighbors with the same label, such as the throws of a game, are one state.
                if (begins <= from) {
                    label = plan.state(span).label();
                } else if (begins < to && !plan.state(span).label().equals(label)) {
                    spans.put(start, span(seed, pet, start, begins, label, misread));
                    start = begins;
                    label = plan.state(span).label();
                }
            }
        }
        spans.put(start, span(seed, pet, start, to, label, misread));
    }

    private static Span span(long seed, Pet pet, long start, long end, String label, Map<Behavior, Double> misread) {
        for (Map.Entry<Behavior, Double> share : misread.entrySet()) {
            if (share.getKey().label().equals(label)
                    && new SeededRandom(seed, pet.number(), start, PURPOSE).chance(share.getValue())) {
                return new Span(start, end, LOOKS_LIKE.getOrDefault(label, label));
            }
        }
        return new Span(start, end, label);
    }

    /** Returns all spans by start. */
    Collection<Span> spans() {
        return spans.values();
    }

    /** Returns the label of the span that covers more of the time from {@code start} to {@code end} than any other. */
    String label(long start, long end) {
        String label = "";
        long most = -1;
        long first = Objects.requireNonNullElse(spans.floorKey(start), start);
        for (Span span : spans.subMap(first, true, end, true).values()) {
            long covered = Math.min(end, span.end()) - Math.max(start, span.start());
            if (covered > most) {
                most = covered;
                label = span.label();
            }
        }
        return label;
    }
}
