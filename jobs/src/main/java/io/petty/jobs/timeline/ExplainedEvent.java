package io.petty.jobs.timeline;

import io.petty.jobs.timeline.EventExplanation.Blip;
import io.petty.jobs.timeline.EventExplanation.Check;
import io.petty.jobs.timeline.EventExplanation.Judgement;
import io.petty.jobs.timeline.EventExplanation.Session;
import io.petty.jobs.timeline.EventExplanation.Window;
import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One event with the session it lies in: asks the parts of the rules again for the figures that decided about it. */
final class ExplainedEvent {
    private final TimelineRules rules;
    private final CollarDay readings;
    private final Event event;
    private final int from;
    private final int to;
    private final Optional<RestingBaseline> baseline;
    private final List<RestingHeartRate> baselineDays;
    private final Segments segments;
    private final ExplainedFetch fetch;
    private final RestWindows restWindows;
    private final HeartRates heartRates = new HeartRates();
    private final int sessionStart;
    private final int sessionEnd;

    ExplainedEvent(
            TimelineRules rules,
            CollarDay readings,
            Event event,
            int from,
            Optional<RestingBaseline> baseline,
            List<RestingHeartRate> baselineDays) {
        this.rules = rules;
        this.readings = readings;
        this.event = event;
        this.from = from;
        this.to = from + event.readings();
        this.baseline = baseline;
        this.baselineDays = baselineDays;
        this.segments = new Segments(rules);
        this.restWindows = new RestWindows(rules.rest());
        int start = 0;
        int end = segments.cut(readings, start);
        while (end <= from) {
            start = end;
            end = segments.cut(readings, start);
        }
        sessionStart = start;
        sessionEnd = end;
        fetch = new ExplainedFetch(rules.fetch(), readings, segments);
    }

    EventExplanation explanation() {
        int segment = segmentOf(from);
        boolean rest = switch (event.behavior()) {
            case DEEP_SLEEP, RESTING, ALERT -> true;
            case ANXIOUS_PACING, PLAYING_FETCH, WALKING, RUNNING, UNKNOWN -> false;
        };
        return new EventExplanation(
                event,
                new Session(
                        readings.epochMillis(sessionStart),
                        readings.epochMillis(sessionEnd - 1),
                        sessionEnd - sessionStart),
                begins(),
                ends(),
                blips(),
                judgement(segment),
                rest ? windows(segment) : List.of(),
                segments.activity(segment) == 2 ? fetch.cycles(segment) : List.of(),
                rest ? baselineDays : List.of());
    }

    private Optional<Judgement> judgement(int segment) {
        return switch (event.behavior()) {
            case DEEP_SLEEP -> Optional.empty();
            case RESTING, ALERT -> Optional.of(new Judgement(Behavior.ALERT, alertChecks()));
            case WALKING, ANXIOUS_PACING -> Optional.of(new Judgement(Behavior.ANXIOUS_PACING, pacingChecks()));
            case RUNNING, PLAYING_FETCH -> Optional.of(new Judgement(Behavior.PLAYING_FETCH, fetch.checks(segment)));
            case UNKNOWN ->
                Optional.of(new Judgement(
                        Behavior.UNKNOWN, List.of(new Check("readings in the session", "1", "only 1", true))));
        };
    }

    private List<Check> alertChecks() {
        TimelineRules.Rest rest = rules.rest();
        List<Check> checks = new ArrayList<>();
        checks.add(Checks.atLeast(
                "earlier days with a resting heart rate",
                baselineDays.size(),
                rules.baseline().minimumDays()));
        heartRates.measure(readings, from, to);
        checks.add(Checks.atLeast("readings", heartRates.readings(), rest.alertReadings()));
        baseline.ifPresent(drawn -> {
            double limit = rest.alertFactor() * drawn.beatsPerMinute();
            checks.add(new Check(
                    "mean heart rate",
                    Checks.beats(heartRates.mean(), limit),
                    "more than %s x baseline %s = %s"
                            .formatted(
                                    Figures.text(rest.alertFactor()),
                                    Checks.number(drawn.beatsPerMinute()),
                                    Checks.beats(limit, heartRates.mean())),
                    drawn.isExceededBy(
                            heartRates.sum(), heartRates.readings(), BigDecimal.valueOf(rest.alertFactor()))));
        });
        return checks;
    }

    private List<Check> pacingChecks() {
        TimelineRules.Pacing pacing = rules.pacing();
        Movement movement = new Movement();
        movement.measure(readings, from, to);
        heartRates.measure(readings, from, to);
        List<Check> checks = new ArrayList<>();
        checks.add(Checks.atLeast("readings with a location", movement.locatedReadings(), pacing.locatedReadings()));
        if (movement.locatedReadings() > 0) {
            checks.add(Checks.nearerThan("greatest distance from their centroid", movement.radius(), pacing.radius()));
        }
        checks.add(Checks.meanWithin("mean heart rate", heartRates, pacing.heartRateMin(), pacing.heartRateMax()));
        return checks;
    }

    private List<Window> windows(int segment) {
        List<Window> windows = new ArrayList<>();
        for (int start = from, end; start < to; start = end) {
            end = windowEnd(segment, start);
            windows.add(window(start, end));
        }
        return windows;
    }

    private int windowEnd(int segment, int windowStart) {
        int segmentTime = readings.millisOfDay(segments.start(segment));
        return restWindows.windowEnd(readings, segmentTime, windowStart, segments.end(segment));
    }

    private Window window(int start, int end) {
        TimelineRules.Rest rest = rules.rest();
        heartRates.measure(readings, start, end);
        return new Window(
                readings.epochMillis(start),
                List.of(
                        Checks.atLeast("readings", heartRates.readings(), rest.calmReadings()),
                        Checks.meanWithin("mean", heartRates, rest.calmHeartRateMin(), rest.calmHeartRateMax()),
                        Checks.deviationBelow(heartRates, rest.calmDeviation())));
    }

    /** Whatever has another activity than its segment inside of it was absorbed. */
    private List<Blip> blips() {
        List<Blip> blips = new ArrayList<>();
        int reading = from;
        while (reading < to) {
            int activity = readings.activity(reading);
            int takenAs = segments.activity(segmentOf(reading));
            int start = reading++;
            if (activity == takenAs) {
                continue;
            }
            // Windows of rest may cut a blip in two.
            while (readings.activity(start - 1) == activity) {
                start--;
            }
            while (reading < sessionEnd && readings.activity(reading) == activity) {
                reading++;
            }
            long around = (long) readings.millisOfDay(reading) - readings.millisOfDay(start - 1);
            blips.add(new Blip(
                    readings.epochMillis(start),
                    reading - start,
                    activity,
                    takenAs,
                    Checks.noLongerThan(
                            "between the readings around", around, rules.blip().toMillis())));
        }
        return blips;
    }

    private String begins() {
        if (from == 0) {
            return "with the collar's first reading of the day";
        }
        return from == sessionStart ? "with a session, after " + gap(from) : change(from);
    }

    private String ends() {
        if (to == readings.size()) {
            return "with the collar's last reading of the day";
        }
        return to == sessionEnd ? "with its session, before " + gap(to) : change(to);
    }

    private String gap(int reading) {
        return "%s without a reading (a session ends at more than %s)"
                .formatted(
                        Checks.duration(readings.millisOfDay(reading) - readings.millisOfDay(reading - 1)),
                        Checks.duration(rules.sessionGap().toMillis()));
    }

    /** What is another from this reading on, inside of a session. */
    private String change(int reading) {
        int segment = segmentOf(reading);
        if (segments.start(segment) == reading && fetch.startsGame(segment)) {
            return "where the first run of a game begins";
        }
        if (segments.start(segment) == reading && fetch.endsGame(segment)) {
            return "where the calm after a game's last run begins";
        }
        if (segments.start(segment) == reading) {
            return "where activity %d turns to %d"
                    .formatted(segments.activity(segment - 1), segments.activity(segment));
        }
        int before = segments.start(segment);
        for (int start = before; start < reading; start = windowEnd(segment, start)) {
            before = start;
        }
        Window earlier = window(before, reading);
        Window later = window(reading, windowEnd(segment, reading));
        return later.isCalm()
                ? "where windows of rest turn calm: the one before has " + failed(earlier)
                : "where windows of rest are no longer calm: the next has " + failed(later);
    }

    private static String failed(Window window) {
        return window.checks().stream()
                .filter(check -> !check.holds())
                .map(check -> "%s %s, asked is %s".formatted(check.what(), check.figure(), check.asked()))
                .collect(Collectors.joining(", and "));
    }

    private int segmentOf(int reading) {
        int segment = 0;
        while (segments.end(segment) <= reading) {
            segment++;
        }
        return segment;
    }
}
