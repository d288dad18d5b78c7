package io.petty.jobs.rules;

import io.petty.jobs.rules.EventExplanation.Blip;
import io.petty.jobs.rules.EventExplanation.Check;
import io.petty.jobs.rules.EventExplanation.Judgement;
import io.petty.jobs.rules.EventExplanation.Session;
import io.petty.reading.CollarDay;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event with its session. Runs parts of the rules again to get the figures behind the event. */
final class ExplainedEvent {
    private final TimelineRules rules;
    private final CollarDay readings;
    private final Event event;
    private final int from;
    private final int to;
    private final @Nullable RestingBaseline baseline;
    private final List<RestingHeartRate> baselineDays;
    private final SessionMinutes minutes;
    private final @Nullable ReferenceRate reference;
    private final ExplainedSleep sleep;
    private final HeartRates heartRates = new HeartRates();
    private final int sessionStart;
    private final int sessionEnd;
    /** The segments of the piece of the session that contains the event. For a sleep, the piece is the event itself. */
    private final Segments segments;

    private final ExplainedFetch fetch;
    private final int pieceStart;
    private final int pieceEnd;

    /**
     * @param from the event's first reading
     * @param baselineDays the resting heart rates whose median is the baseline if there are enough of them
     */
    ExplainedEvent(
            TimelineRules rules,
            CollarDay readings,
            Event event,
            int from,
            @Nullable RestingBaseline baseline,
            List<RestingHeartRate> baselineDays) {
        this.rules = rules;
        this.readings = readings;
        this.event = event;
        this.from = from;
        this.to = from + event.readings();
        this.baseline = baseline;
        this.baselineDays = baselineDays;
        this.minutes = new SessionMinutes(rules);
        minutes.measure(readings);
        this.reference = ReferenceRate.of(minutes.resting(readings), minutes.restingMinutes(), baseline, rules.rest());
        int firstMinute = 0;
        int endMinute = minutes.sessionEnd(readings, firstMinute);
        while (minutes.firstReading(endMinute) <= from) {
            firstMinute = endMinute;
            endMinute = minutes.sessionEnd(readings, firstMinute);
        }
        sessionStart = minutes.firstReading(firstMinute);
        sessionEnd = minutes.firstReading(endMinute);
        sleep = new ExplainedSleep(rules.sleep(), readings, minutes, reference, firstMinute, endMinute);
        boolean asleep = event.behavior() == Behavior.DEEP_SLEEP;
        pieceStart = asleep ? from : sleep.endOfSleepBefore(from, sessionStart);
        pieceEnd = asleep ? to : sleep.startOfSleepAfter(from, sessionEnd);
        segments = new Segments(rules);
        segments.cut(readings, pieceStart, pieceEnd);
        fetch = new ExplainedFetch(rules.fetch(), readings, segments, reference);
    }

    EventExplanation explanation() {
        boolean asleep = event.behavior() == Behavior.DEEP_SLEEP;
        boolean single = event.behavior() == Behavior.UNKNOWN;
        int segment = segmentOf(from);
        return new EventExplanation(
                event,
                reference(),
                new Session(
                        readings.epochMillis(sessionStart),
                        readings.epochMillis(sessionEnd - 1),
                        sessionEnd - sessionStart),
                begins(),
                ends(),
                sleep.minutes(from, to),
                sleep.stretches(from, to),
                asleep || single ? List.of() : blips(),
                judgement(segment),
                asleep ? sleep.sureness(from, to) : List.of(),
                !asleep && segments.activity(segment) == 2 ? fetch.cycles(segment) : List.of(),
                event.behavior() == Behavior.RESTING || event.behavior() == Behavior.ALERT ? baselineDays : List.of());
    }

    private String reference() {
        int observed = minutes.restingMinutes();
        int needed = rules.rest().minutesNeeded();
        if (reference == null) {
            return "none, since the day has no heart rate at rest and there is no baseline,"
                    + " so it has no sleep, no game and no pacing";
        }
        String rate = ConditionText.number(reference.beatsPerMinute()) + " bpm, ";
        return rate
                + switch (reference.origin()) {
                    case DAY ->
                        "the day's resting rate, over %d minutes at rest (needs at least %d)"
                                .formatted(observed, needed);
                    case BASELINE ->
                        "the baseline, since the day has %d minutes at rest with a heart rate (its own rate needs at least %d)"
                                .formatted(observed, needed);
                    case SHORT_DAY ->
                        "the day's resting rate over only %d minutes at rest (needs at least %d), since there is no baseline"
                                .formatted(observed, needed);
                };
    }

    private Optional<Judgement> judgement(int segment) {
        return switch (event.behavior()) {
            case DEEP_SLEEP -> Optional.empty();
            case RESTING, ALERT -> Optional.of(new Judgement(Behavior.ALERT, alertChecks()));
            case WALKING, ANXIOUS_PACING -> Optional.of(new Judgement(Behavior.ANXIOUS_PACING, pacingChecks()));
            case RUNNING, PLAYING_FETCH -> Optional.of(new Judgement(Behavior.PLAYING_FETCH, fetch.checks(segment)));
            case UNKNOWN ->
                Optional.of(new Judgement(
                        Behavior.UNKNOWN, List.of(new Check("readings in the session", "1", "only 1", true, ""))));
        };
    }

    private List<Check> alertChecks() {
        List<Check> checks = new ArrayList<>();
        checks.add(ConditionText.atLeast(
                "earlier days with a resting heart rate",
                baselineDays.size(),
                rules.baseline().minimumDays()));
        heartRates.measure(readings, from, to);
        checks.add(ConditionText.atLeast(
                "readings with a heart rate",
                heartRates.readings(),
                rules.rest().alertReadings()));
        if (baseline != null) {
            checks.add(ConditionText.meanAbove(
                    "mean heart rate", heartRates, rules.rest().alert(), baseline));
        }
        return checks;
    }

    private List<Check> pacingChecks() {
        TimelineRules.Pacing pacing = rules.pacing();
        Movement movement = new Movement();
        movement.measure(readings, from, to);
        heartRates.measure(readings, from, to);
        List<Check> checks = new ArrayList<>();
        checks.add(ConditionText.atLeast(
                "readings with a location", movement.locatedReadings(), pacing.locatedReadings()));
        if (movement.locatedReadings() > 0) {
            checks.add(ConditionText.nearerThan(
                    "greatest distance from their centroid", movement.radius(), pacing.radius()));
        }
        checks.add(ConditionText.meanWithin("mean heart rate", heartRates, pacing.heartRate(), reference));
        return checks;
    }

    /** Returns the absorbed bursts: readings whose activity differs from that of their segment. */
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
            while (reading < pieceEnd && readings.activity(reading) == activity) {
                reading++;
            }
            long around = (long) readings.millisOfDay(reading) - readings.millisOfDay(start - 1);
            blips.add(new Blip(
                    readings.epochMillis(start),
                    reading - start,
                    activity,
                    takenAs,
                    ConditionText.noLongerThan(
                            "between the readings before and after",
                            around,
                            rules.blip().toMillis())));
        }
        return blips;
    }

    private String begins() {
        if (from == 0) {
            return "with the collar's first reading of the day";
        }
        if (from == sessionStart) {
            return "with a session, after " + gap(from);
        }
        if (event.behavior() == Behavior.DEEP_SLEEP) {
            return "with the first minute of a quiet stretch that is a sleep";
        }
        return from == pieceStart ? "where a sleep ends" : change(from);
    }

    private String ends() {
        if (to == readings.size()) {
            return "with the collar's last reading of the day";
        }
        if (to == sessionEnd) {
            return "with its session, before " + gap(to);
        }
        if (event.behavior() == Behavior.DEEP_SLEEP) {
            return "after the last minute of a quiet stretch that is a sleep";
        }
        return to == pieceEnd ? "where a sleep begins" : change(to);
    }

    private String gap(int reading) {
        return "%s without a reading (a session ends at more than %s)"
                .formatted(
                        ConditionText.duration(readings.millisOfDay(reading) - readings.millisOfDay(reading - 1)),
                        ConditionText.duration(rules.sessionGap().toMillis()));
    }

    /** Describes the change at this reading, which begins a segment within a piece. */
    private String change(int reading) {
        int segment = segmentOf(reading);
        if (fetch.startsGame(segment)) {
            return "where the first run of a game begins";
        }
        return fetch.endsGame(segment)
                ? "where the calm after a game's last run begins"
                : "where activity %d turns to %d".formatted(segments.activity(segment - 1), segments.activity(segment));
    }

    private int segmentOf(int reading) {
        int segment = 0;
        while (segments.end(segment) <= reading) {
            segment++;
        }
        return segment;
    }
}
