package io.petty.lake;

import io.petty.timeline.VoiceCount;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares published event days with their inputs, by fingerprints. */
public final class EventDays {
    /** The highest day that an event's id can encode, in 16 bits. */
    private static final LocalDate LAST_DAY = LocalDate.ofEpochDay(0xFFFF);

    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;
    private final RulesInForce rules;

    /** @param rules the rules in force */
    public EventDays(
            Deliveries deliveries, FeedbackDeliveries feedback, Publications publications, RulesInForce rules) {
        this.deliveries = deliveries;
        this.feedback = feedback;
        this.publications = publications;
        this.rules = rules;
    }

    /** Records the rules in force, for readers that don't know them. */
    public void recordRules() {
        publications.record(rules);
    }

    /** Returns why the day is stale; empty if it is fresh, {@code READINGS} if its readings are not published yet. */
    public Set<Staleness> staleness(LocalDate eventDay) {
        SortedSet<LocalDate> days = new TreeSet<>(Set.of(eventDay));
        return new DayInputs(deliveries, feedback, publications, rules, days).staleness(eventDay);
    }

    /** Returns why each of the days is stale, like {@link #staleness(LocalDate)}. */
    public SortedMap<LocalDate, Set<Staleness>> staleness(SortedSet<LocalDate> eventDays) {
        SortedMap<LocalDate, Set<Staleness>> staleness = new TreeMap<>();
        if (!eventDays.isEmpty()) {
            DayInputs inputs = new DayInputs(deliveries, feedback, publications, rules, eventDays);
            eventDays.forEach(day -> staleness.put(day, inputs.staleness(day)));
        }
        return staleness;
    }

    /** Returns the run whose events a rollback restored and pinned; empty if the day isn't pinned. */
    public Optional<Long> pinnedRun(LocalDate eventDay) {
        return publications.current(eventDay).map(Publication::pinnedRun);
    }

    /** Returns the fingerprint of all readings of the day, from all delivery days. */
    public String readingsFingerprint(LocalDate eventDay) {
        return Contribution.fingerprint(deliveries.contributionsTo(eventDay));
    }

    /**
     * Returns the fingerprint of the resting heart rates that the day's baselines may be computed from.
     *
     * @param coming publications of this run, which replace the current ones
     */
    public String baselinesFingerprint(LocalDate eventDay, List<Publication> coming) {
        LocalDate from = eventDay.minusDays(rules.baselineDays());
        SortedMap<LocalDate, Publication> earlier = new TreeMap<>();
        Stream.concat(publications.current(from, eventDay.minusDays(1)).stream(), coming.stream())
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        return DayInputs.baselines(earlier.subMap(from, eventDay).values());
    }

    /** Returns the fingerprint of all feedback on the day's events; empty for none. */
    public String feedbackFingerprint(LocalDate eventDay) {
        return feedback.day(eventDay).map(FeedbackDeliveries.Day::fingerprint).orElse("");
    }

    /** Counts the feedback on events that don't exist. */
    public long waitingFeedback() {
        Set<LocalDate> withEvents = new HashSet<>();
        long waiting = 0;
        for (Publication publication : publications.all()) {
            withEvents.add(publication.eventDay());
            waiting += publication.feedback().waiting();
        }
        for (FeedbackDeliveries.Day day : feedback.days(LocalDate.EPOCH, LAST_DAY)) {
            waiting += withEvents.contains(day.eventDay()) ? 0 : day.feedback();
        }
        return waiting;
    }

    /**
     * Counts the feedback on events that have been replaced. Such feedback applies to the events that replaced them.
     */
    public long carriedFeedback() {
        return publications.all().stream()
                .mapToLong(publication -> publication.feedback().carried())
                .sum();
    }

    /** Returns when the first feedback on the day's events was given. */
    public Optional<Instant> earliestFeedback(LocalDate eventDay) {
        return feedback.day(eventDay).map(FeedbackDeliveries.Day::earliest);
    }

    /** Returns the published days whose feedback has changed since it was folded in, in order. */
    public List<LocalDate> withOtherFeedback() {
        Map<LocalDate, String> now = new HashMap<>();
        feedback.days(LocalDate.EPOCH, LAST_DAY).forEach(day -> now.put(day.eventDay(), day.fingerprint()));
        return publications.all().stream()
                .filter(publication ->
                        !publication.feedback().fingerprint().equals(now.getOrDefault(publication.eventDay(), "")))
                .map(Publication::eventDay)
                .toList();
    }

    /**
     * Returns the voices that calibrate a day's confidences. They are on events of earlier published days.
     *
     * @param computed days that are computed together with this day; voices on their events don't count for it
     */
    public List<VoiceTotal> voices(LocalDate eventDay, Collection<LocalDate> computed) {
        int windowDays = rules.calibrationDays();
        return publications.voices(eventDay.minusDays(windowDays), eventDay.minusDays(1)).stream()
                .filter(total -> !computed.contains(total.eventDay()))
                .filter(total -> VoiceCount.countFor(eventDay, total.eventDay(), total.givenDay(), windowDays))
                .toList();
    }

    /**
     * Returns the fingerprint of the voices that calibrate a day's confidences; empty for none.
     *
     * @param computed see {@link #voices}
     */
    public String calibrationFingerprint(LocalDate eventDay, Collection<LocalDate> computed) {
        return DayInputs.calibration(voices(eventDay, computed));
    }

    /** Returns the day's current publication. */
    public Optional<Publication> publication(LocalDate eventDay) {
        return publications.current(eventDay);
    }

    /** Returns all published event days, in order. */
    public List<LocalDate> published() {
        return publications.days();
    }

    /** Returns the name of the ruleset in force. */
    public String ruleset() {
        return rules.ruleset();
    }
}
