package io.petty.cli.accuracy;

import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares published events with a truth, minute by minute. A minute is scored if it has a reading at a time whose true
 * state is known and isn't {@link Truth#CHARGING}. Its published behavior is that of the event with the most of these
 * readings. Its true behavior is the most frequent state among them. In a tie, the earlier one wins.
 *
 * <p>Memory: 6 bytes per scored minute.
 */
public final class Accuracy {
    /** The labels of the report, from still to lively, followed by two that it leaves out. */
    private static final List<String> LABELS = List.of(
            Behavior.DEEP_SLEEP.label(),
            Behavior.RESTING.label(),
            Behavior.ALERT.label(),
            Behavior.WALKING.label(),
            Behavior.RUNNING.label(),
            Behavior.ANXIOUS_PACING.label(),
            Behavior.PLAYING_FETCH.label(),
            "Eating",
            "Drinking",
            Behavior.UNKNOWN.label(),
            Truth.AWAKE);

    private static final byte SLEEP = (byte) LABELS.indexOf(Behavior.DEEP_SLEEP.label());
    private static final byte UNKNOWN = (byte) LABELS.indexOf(Behavior.UNKNOWN.label());
    private static final byte AWAKE = (byte) LABELS.indexOf(Truth.AWAKE);

    private static final int MILLIS_PER_MINUTE = 60_000;

    private final Truth truth;
    private final Map<String, ScoredMinutes> byCollar = new HashMap<>();
    private final SortedMap<ConfidenceClass, Tally> confidences =
            new TreeMap<>(Comparator.comparing(ConfidenceClass::label)
                    .thenComparing(ConfidenceClass::confidence, (a, b) -> Double.compare(b, a)));
    private @Nullable LocalDate first;
    private @Nullable LocalDate last;
    private long collarDays;

    public Accuracy(Truth truth) {
        this.truth = truth;
    }

    private record ConfidenceClass(byte label, double confidence) {}

    private static final class Tally {
        private long minutes;
        private long trueMinutes;
        private double confidence;
        private long events;
        private long trueEvents;
    }

    /** Starts a published day. Days must come in order. */
    public Day day(LocalDate day) {
        return new Day(day);
    }

    /** Returns whether no minute was scored. */
    public boolean isEmpty() {
        return byCollar.isEmpty();
    }

    /** A published day. All its events must be added before its readings. */
    public final class Day {
        private final LocalDate day;
        private final Map<String, List<Event>> events = new HashMap<>();
        private final IdentityHashMap<Event, long[]> scored = new IdentityHashMap<>();
        private final Set<String> collars = new HashSet<>();
        /** The number of readings in the current minute, by the index of their event. */
        private final Map<Integer, Integer> said = new LinkedHashMap<>();

        private final Map<Byte, Integer> actual = new LinkedHashMap<>();
        private String collarId = "";
        private List<Event> collarEvents = List.of();
        private int nextEvent;
        private int minute = -1;

        private Day(LocalDate day) {
            this.day = day;
        }

        /**
         * Adds an event. A collar's events must come in order of their start. Collars that the truth doesn't name are
         * ignored.
         */
        public void event(Event event) {
            if (truth.has(event.collarId())) {
                events.computeIfAbsent(event.collarId(), key -> new ArrayList<>())
                        .add(event);
            }
        }

        /** Adds the readings {@code from} to {@code to} (exclusive). They must be sorted by collar, then by time. */
        public void readings(CollarDay readings, int from, int to) {
            if (!truth.has(readings.collarId())) {
                return;
            }
            if (!readings.collarId().equals(collarId)) {
                endMinute();
                collarId = readings.collarId();
                collarEvents = events.getOrDefault(collarId, List.of());
                nextEvent = 0;
            }
            for (int i = from; i < to; i++) {
                if (readings.millisOfDay(i) / MILLIS_PER_MINUTE != minute) {
                    endMinute();
                    minute = readings.millisOfDay(i) / MILLIS_PER_MINUTE;
                }
                reading(readings.epochMillis(i));
            }
        }

        private void reading(long time) {
            while (nextEvent < collarEvents.size()
                    && collarEvents.get(nextEvent).start() <= time) {
                nextEvent++;
            }
            String state = truth.at(collarId, time);
            if (state == null || state.equals(Truth.CHARGING)) {
                return;
            }
            actual.merge((byte) LABELS.indexOf(state), 1, Integer::sum);
            // If the last started event has ended before this reading, the reading is in no event.
            if (nextEvent > 0 && collarEvents.get(nextEvent - 1).end() >= time) {
                said.merge(nextEvent - 1, 1, Integer::sum);
            }
        }

        private void endMinute() {
            Byte state = most(actual);
            if (state != null) {
                Integer number = most(said);
                Event event = number == null ? null : collarEvents.get(number);
                byte label = event == null
                        ? UNKNOWN
                        : (byte) LABELS.indexOf(event.behavior().label());
                long epochMinute = day.toEpochDay() * 1440 + minute;
                byCollar.computeIfAbsent(collarId, key -> new ScoredMinutes()).add((int) epochMinute, label, state);
                collars.add(collarId);
                if (event != null && label != UNKNOWN) {
                    long[] counts = scored.computeIfAbsent(event, key -> new long[2]);
                    counts[0]++;
                    counts[1] += isTrue(label, state) ? 1 : 0;
                }
            }
            actual.clear();
            said.clear();
            minute = -1;
        }

        /** Ends the day, after all its events and readings were added. */
        public void end() {
            endMinute();
            if (collars.isEmpty()) {
                return;
            }
            first = first == null ? day : first;
            last = day;
            collarDays += collars.size();
            scored.forEach((event, counts) -> {
                ConfidenceClass of = new ConfidenceClass(
                        (byte) LABELS.indexOf(event.behavior().label()), event.ruleConfidence());
                Tally tally = confidences.computeIfAbsent(of, key -> new Tally());
                tally.minutes += counts[0];
                tally.trueMinutes += counts[1];
                tally.confidence += event.confidence() * counts[0];
                tally.events++;
                tally.trueEvents += 2 * counts[1] > counts[0] ? 1 : 0;
            });
        }
    }

    private static <K> @Nullable K most(Map<K, Integer> counts) {
        K best = null;
        int most = 0;
        for (Map.Entry<K, Integer> count : counts.entrySet()) {
            if (count.getValue() > most) {
                best = count.getKey();
                most = count.getValue();
            }
        }
        return best;
    }

    private static boolean isTrue(byte said, byte state) {
        return said == state || (state == AWAKE && said != SLEEP && said != UNKNOWN);
    }

    /**
     * Returns the figures of all days so far.
     *
     * @throws IllegalStateException if no minute was scored
     */
    public AccuracyReport report() {
        long minutes = 0;
        long agreed = 0;
        for (ScoredMinutes scored : byCollar.values()) {
            for (int i = 0; i < scored.size(); i++) {
                agreed += isTrue(scored.said(i), scored.actual(i)) ? 1 : 0;
            }
            minutes += scored.size();
        }
        if (minutes == 0) {
            throw new IllegalStateException("no minute was scored");
        }
        List<BehaviorAccuracy> behaviors = new ArrayList<>();
        for (byte label = 0; label < UNKNOWN; label++) {
            BehaviorAccuracy behavior = behavior(label);
            if (behavior.minutesSaid() + behavior.minutesTrue() > 0) {
                behaviors.add(behavior);
            }
        }
        List<ConfidenceAccuracy> classes = new ArrayList<>();
        confidences.forEach((of, tally) -> classes.add(new ConfidenceAccuracy(
                LABELS.get(of.label()),
                of.confidence(),
                tally.confidence / tally.minutes,
                tally.minutes,
                (double) tally.trueMinutes / tally.minutes,
                tally.events,
                (double) tally.trueEvents / tally.events)));
        return new AccuracyReport(
                String.valueOf(first),
                String.valueOf(last),
                byCollar.size(),
                collarDays,
                minutes,
                (double) agreed / minutes,
                List.copyOf(behaviors),
                List.copyOf(classes));
    }

    private BehaviorAccuracy behavior(byte label) {
        long said = 0;
        // Minutes with the label in neither, only in the truth, only in the timeline, in both.
        long[] table = new long[4];
        EventErrors errors = new EventErrors();
        for (ScoredMinutes scored : byCollar.values()) {
            for (int i = 0; i < scored.size(); i++) {
                boolean isSaid = scored.said(i) == label;
                said += isSaid ? 1 : 0;
                if (label == SLEEP || scored.actual(i) != AWAKE) {
                    table[(isSaid ? 2 : 0) + (scored.actual(i) == label ? 1 : 0)]++;
                }
            }
            errors.add(scored.events(label, false, label == SLEEP), scored.events(label, true, label == SLEEP));
        }
        // Sleep labels don't distinguish behaviors other than sleep.
        boolean isKnown = label == SLEEP || table[1] + table[3] > 0 || !hasAwake();
        return new BehaviorAccuracy(
                LABELS.get(label),
                said,
                table[1] + table[3],
                isKnown ? share(table[3], table[2] + table[3]) : null,
                share(table[3], table[1] + table[3]),
                isKnown ? kappa(table) : null,
                (double) errors.said() / collarDays,
                (double) errors.actual() / collarDays,
                share(errors.found(), errors.actual()),
                errors.medianStart(),
                errors.medianEnd());
    }

    private boolean hasAwake() {
        return byCollar.values().stream().anyMatch(scored -> scored.hasTrue(AWAKE));
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : Double.valueOf((double) part / whole);
    }

    /** Cohen: A Coefficient of Agreement for Nominal Scales (1960), for two classes. */
    private static @Nullable Double kappa(long[] table) {
        double all = (double) table[0] + table[1] + table[2] + table[3];
        if (all == 0) {
            return null;
        }
        double said = (table[2] + table[3]) / all;
        double actual = (table[1] + table[3]) / all;
        double byChance = said * actual + (1 - said) * (1 - actual);
        return byChance == 1 ? null : Double.valueOf(((table[0] + table[3]) / all - byChance) / (1 - byChance));
    }
}
