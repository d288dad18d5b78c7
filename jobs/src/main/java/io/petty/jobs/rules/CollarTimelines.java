package io.petty.jobs.rules;

import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes timelines, each for one collar and day. An instance reuses its arrays, so every thread needs its own. An
 * event's confidence is that of its rule; calibration and feedback come later.
 */
public final class CollarTimelines {
    private final TimelineRules rules;
    private final String ruleset;
    private final long alert;
    private final long pacingRadius;
    private final PercentageRange pacingHeartRate;

    private final SessionMinutes minutes;
    private final Sleeps sleeps;
    private final Segments segments;
    private final FetchGames games;
    private final HeartRates heartRates = new HeartRates();
    private final Movement movement = new Movement();
    private final DaySummary summary;
    private final EventId eventId = new EventId();

    public CollarTimelines(TimelineRules rules) {
        this.rules = rules;
        ruleset = rules.ruleset();
        alert = Figures.thousandths(rules.rest().alert());
        pacingRadius = Figures.thousandths(rules.pacing().radius());
        pacingHeartRate = PercentageRange.of(rules.pacing().heartRate());
        minutes = new SessionMinutes(rules);
        sleeps = new Sleeps(rules.sleep());
        segments = new Segments(rules);
        games = new FetchGames(rules.fetch());
        summary = new DaySummary(rules.inactivity());
    }

    /**
     * Computes the timeline of a collar's day.
     *
     * @param baseline the collar's resting baseline of this day, see {@link RestingBaseline#before}
     * @throws IllegalArgumentException if there is no reading
     */
    public CollarTimeline compute(CollarDay readings, Optional<RestingBaseline> baseline) {
        if (readings.size() == 0) {
            throw new IllegalArgumentException(
                    "Collar %s has no readings on %s".formatted(readings.collarId(), readings.day()));
        }
        summary.clear();
        minutes.measure(readings);
        Optional<RestingHeartRate> resting = minutes.resting(readings);
        Day day = new Day(readings, baseline.orElse(null), resting);
        int minute = 0;
        while (minute < minutes.count()) {
            int end = minutes.sessionEnd(readings, minute);
            day.addSession(minute, end);
            minute = end;
        }
        return new CollarTimeline(day.events, summary.summary(readings, resting.orElse(null)), resting);
    }

    /** The day being computed: everything that its events have in common. */
    private final class Day {
        private final CollarDay readings;
        private final @Nullable RestingBaseline baseline;
        private final @Nullable Double baselineHeartRate;
        private final @Nullable ReferenceRate reference;
        private final @Nullable Double referenceHeartRate;
        private final List<Event> events = new ArrayList<>();
        private int sessionEnd;

        private Day(CollarDay readings, @Nullable RestingBaseline baseline, Optional<RestingHeartRate> resting) {
            this.readings = readings;
            this.baseline = baseline;
            baselineHeartRate = baseline == null ? null : baseline.beatsPerMinute();
            reference = ReferenceRate.of(resting, minutes.restingMinutes(), baseline, rules.rest());
            referenceHeartRate = reference == null ? null : reference.beatsPerMinute();
        }

        private void addSession(int firstMinute, int endMinute) {
            int from = minutes.firstReading(firstMinute);
            int to = minutes.firstReading(endMinute);
            sessionEnd = to;
            summary.beginSession();
            if (to - from == 1) {
                add(Behavior.UNKNOWN, from, to, false, null);
                return;
            }
            int start = from;
            if (reference != null) {
                sleeps.find(minutes, firstMinute, endMinute, reference.thousandths());
                for (Sleeps.Range sleep : sleeps.sleeps()) {
                    int sleepStart = minutes.firstReading(sleep.first());
                    addPiece(start, sleepStart);
                    start = minutes.firstReading(sleep.last() + 1);
                    boolean sure = sleeps.isSure(minutes, sleep, reference.thousandths());
                    add(Behavior.DEEP_SLEEP, sleepStart, start, sure, null);
                }
            }
            addPiece(start, to);
        }

        /** Adds the events of a piece of a session: between two sleeps, before the first or after the last. */
        private void addPiece(int from, int to) {
            if (from == to) {
                return;
            }
            segments.cut(readings, from, to);
            int segment = 0;
            for (FetchGames.Chain game : games.games(readings, segments, reference)) {
                addSegments(segment, game.first());
                add(
                        Behavior.PLAYING_FETCH,
                        segments.start(game.first()),
                        segments.start(game.end()),
                        false,
                        game.cycles());
                segment = game.end();
            }
            addSegments(segment, segments.count());
        }

        private void addSegments(int first, int end) {
            for (int segment = first; segment < end; segment++) {
                addSegment(segments.activity(segment), segments.start(segment), segments.end(segment));
            }
        }

        private void addSegment(int activity, int from, int to) {
            measure(from, to);
            Behavior behavior = switch (activity) {
                case 0 -> isAlert() ? Behavior.ALERT : Behavior.RESTING;
                case 1 -> isPacing() ? Behavior.ANXIOUS_PACING : Behavior.WALKING;
                default -> Behavior.RUNNING;
            };
            addMeasured(behavior, from, to, false, null);
        }

        private boolean isAlert() {
            return baseline != null
                    && heartRates.readings() >= rules.rest().alertReadings()
                    && heartRates.compareMean(alert, baseline.thousandths()) > 0;
        }

        private boolean isPacing() {
            return movement.locatedReadings() >= rules.pacing().locatedReadings()
                    && movement.radius() < pacingRadius
                    && pacingHeartRate.holds(heartRates, reference);
        }

        private void measure(int from, int to) {
            heartRates.measure(readings, from, to);
            movement.measure(readings, from, to);
        }

        private void add(Behavior behavior, int from, int to, boolean sure, @Nullable Integer fetchCycles) {
            measure(from, to);
            addMeasured(behavior, from, to, sure, fetchCycles);
        }

        /** Adds the event of the readings that were measured last. The session's next event starts at {@code to}. */
        private void addMeasured(Behavior behavior, int from, int to, boolean sure, @Nullable Integer fetchCycles) {
            int last = to < sessionEnd ? to : to - 1;
            summary.add(
                    behavior, to - from, readings.millisOfDay(from), readings.millisOfDay(last), heartRates, movement);
            long start = readings.epochMillis(from);
            double confidence = rules.confidence().of(behavior, sure);
            boolean measured = heartRates.readings() > 0;
            events.add(new Event(
                    eventId.of(readings.collarId(), start, behavior),
                    readings.collarId(),
                    readings.day(),
                    start,
                    readings.epochMillis(last),
                    behavior,
                    confidence,
                    confidence,
                    to - from,
                    heartRates.readings(),
                    measured ? heartRates.mean() : null,
                    measured ? heartRates.deviation() : null,
                    measured ? heartRates.min() : null,
                    measured ? heartRates.max() : null,
                    movement.locatedReadings() == 0 ? null : movement.radius() / 1000.0,
                    movement.locatedReadings() < 2 ? null : movement.distance() / 1000.0,
                    fetchCycles,
                    DaySummary.isRest(behavior) ? baselineHeartRate : null,
                    referenceHeartRate,
                    0,
                    0,
                    Review.UNREVIEWED,
                    null,
                    ruleset));
        }
    }
}
