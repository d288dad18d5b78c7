package io.petty.jobs.timeline;

import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Review;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the timeline of one collar and day after another. Its scratch arrays are used again each time, so every thread
 * needs an instance of its own. An event's confidence is its rule's; calibration and feedback come later.
 */
public final class CollarTimelines {
    private final TimelineRules rules;
    private final String ruleset;
    private final BigDecimal alertFactor;
    private final long pacingRadius;
    private final long pacingHeartRateMin;
    private final long pacingHeartRateMax;

    private final Segments segments;
    private final FetchGames games;
    private final RestWindows windows;
    private final HeartRates heartRates = new HeartRates();
    private final Movement movement = new Movement();
    private final DaySummary summary;
    private final EventId eventId = new EventId();

    public CollarTimelines(TimelineRules rules) {
        this.rules = rules;
        ruleset = rules.ruleset();
        alertFactor = BigDecimal.valueOf(rules.rest().alertFactor());
        pacingRadius = Figures.thousandths(rules.pacing().radius());
        pacingHeartRateMin = Figures.thousandths(rules.pacing().heartRateMin());
        pacingHeartRateMax = Figures.thousandths(rules.pacing().heartRateMax());
        segments = new Segments(rules);
        games = new FetchGames(rules.fetch());
        windows = new RestWindows(rules.rest());
        summary = new DaySummary(rules.inactivity());
    }

    /**
     * The timeline of a collar's day.
     *
     * @param baseline the collar's resting baseline of this day, see {@link RestingBaseline#before}
     * @throws IllegalArgumentException when there is no reading
     */
    public CollarTimeline compute(CollarDay readings, Optional<RestingBaseline> baseline) {
        if (readings.size() == 0) {
            throw new IllegalArgumentException(
                    "Collar %s has no readings on %s".formatted(readings.collarId(), readings.day()));
        }
        summary.clear();
        Day day = new Day(readings, baseline.orElse(null));
        int start = 0;
        while (start < readings.size()) {
            int end = segments.cut(readings, start);
            day.addSession(start, end);
            start = end;
        }
        return new CollarTimeline(day.events, summary.summary(readings), summary.resting(readings));
    }

    /** The day under way: what stays the same for all its events. */
    private final class Day {
        private final CollarDay readings;
        private final @Nullable RestingBaseline baseline;
        private final @Nullable Double baselineHeartRate;
        private final List<Event> events = new ArrayList<>();
        private int sessionEnd;

        private Day(CollarDay readings, @Nullable RestingBaseline baseline) {
            this.readings = readings;
            this.baseline = baseline;
            baselineHeartRate = baseline == null ? null : baseline.beatsPerMinute();
        }

        private void addSession(int from, int to) {
            sessionEnd = to;
            summary.beginSession();
            if (to - from == 1) {
                measure(from, to);
                add(Behavior.UNKNOWN, from, to, null, null);
                return;
            }
            games.find(readings, segments);
            int game = 0;
            int segment = 0;
            while (segment < segments.count()) {
                if (game < games.count() && segment == games.firstSegment(game)) {
                    addGame(game);
                    segment = games.endSegment(game++);
                } else {
                    addSegment(segment++);
                }
            }
        }

        private void addGame(int game) {
            int from = segments.start(games.firstSegment(game));
            int to = segments.start(games.endSegment(game));
            measure(from, to);
            add(Behavior.PLAYING_FETCH, from, to, games.cycles(game), null);
        }

        private void addSegment(int segment) {
            int from = segments.start(segment);
            int to = segments.end(segment);
            if (segments.activity(segment) == 0) {
                windows.cut(readings, from, to);
                for (int stretch = 0; stretch < windows.count(); stretch++) {
                    addRest(windows.start(stretch), windows.end(stretch), windows.isCalm(stretch));
                }
            } else {
                measure(from, to);
                add(segments.activity(segment) == 2 ? Behavior.RUNNING : walk(), from, to, null, null);
            }
        }

        private void addRest(int from, int to, boolean calm) {
            measure(from, to);
            boolean alert = baseline != null
                    && heartRates.readings() >= rules.rest().alertReadings()
                    && baseline.isExceededBy(heartRates.sum(), heartRates.readings(), alertFactor);
            Behavior behavior = alert ? Behavior.ALERT : Behavior.RESTING;
            add(calm ? Behavior.DEEP_SLEEP : behavior, from, to, null, baselineHeartRate);
        }

        /** What the segment of activity 1 that was just measured is. */
        private Behavior walk() {
            return movement.locatedReadings() >= rules.pacing().locatedReadings()
                            && movement.radius() < pacingRadius
                            && heartRates.meanIsWithin(pacingHeartRateMin, pacingHeartRateMax)
                    ? Behavior.ANXIOUS_PACING
                    : Behavior.WALKING;
        }

        private void measure(int from, int to) {
            heartRates.measure(readings, from, to);
            movement.measure(readings, from, to);
        }

        /** Adds the event of the readings that were just measured; the session's next event starts at {@code to}. */
        private void add(
                Behavior behavior, int from, int to, @Nullable Integer fetchCycles, @Nullable Double comparedBaseline) {
            int last = to < sessionEnd ? to : to - 1;
            summary.add(behavior, readings.millisOfDay(from), readings.millisOfDay(last), heartRates, movement);
            long start = readings.epochMillis(from);
            double confidence = rules.confidence().of(behavior);
            events.add(new Event(
                    eventId.of(readings.collarId(), start, behavior),
                    readings.collarId(),
                    readings.day(),
                    start,
                    readings.epochMillis(last),
                    behavior,
                    confidence,
                    confidence,
                    heartRates.readings(),
                    heartRates.mean(),
                    heartRates.deviation(),
                    heartRates.min(),
                    heartRates.max(),
                    movement.locatedReadings() == 0 ? null : movement.radius() / 1000.0,
                    movement.locatedReadings() < 2 ? null : movement.distance() / 1000.0,
                    fetchCycles,
                    comparedBaseline,
                    0,
                    0,
                    Review.UNREVIEWED,
                    null,
                    ruleset));
        }
    }
}
