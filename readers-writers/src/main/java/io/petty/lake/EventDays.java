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

/** Tells whether a published event day still is what its inputs give, by comparing fingerprints. */
public final class EventDays {
    /** An event's id has 16 bits for its day. */
    private static final int MOST_EPOCH_DAY = 0xFFFF;

    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;
    private final RulesInForce rules;

    /**
     * Makes a view on what is recorded.
     *
     * @param rules the rules in force
     */
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

    /** Why the day is stale; empty when it is fresh, and {@code READINGS} for a day with readings not yet published. */
    public Set<Staleness> staleness(LocalDate eventDay) {
        SortedSet<LocalDate> days = new TreeSet<>(Set.of(eventDay));
        return new DayInputs(deliveries, feedback, publications, rules, days).staleness(eventDay);
    }

    /** Why each of the days is stale, as {@link #staleness(LocalDate)} tells it. */
    public SortedMap<LocalDate, Set<Staleness>> staleness(SortedSet<LocalDate> eventDays) {
        DayInputs inputs = new DayInputs(deliveries, feedback, publications, rules, eventDays);
        SortedMap<LocalDate, Set<Staleness>> staleness = new TreeMap<>();
        eventDays.forEach(day -> staleness.put(day, inputs.staleness(day)));
        return staleness;
    }

    /** The run to whose events a rollback pinned the day; empty for a day that follows its inputs. */
    public Optional<Long> pinnedRun(LocalDate eventDay) {
        return publications.current(eventDay).map(Publication::pinnedRun);
    }

    /** Of all the readings the day has, by what each delivery day gives to it. */
    public String readingsFingerprint(LocalDate eventDay) {
        return Contribution.fingerprint(deliveries.contributionsTo(eventDay));
    }

    /**
     * Of all the resting heart rates the day's baselines may be drawn from.
     *
     * @param coming publications of this run, which take the place of those that are current
     */
    public String baselinesFingerprint(LocalDate eventDay, List<Publication> coming) {
        LocalDate from = eventDay.minusDays(rules.baselineDays());
        SortedMap<LocalDate, Publication> earlier = new TreeMap<>();
        Stream.concat(publications.current(from, eventDay.minusDays(1)).stream(), coming.stream())
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        return DayInputs.baselines(earlier.subMap(from, eventDay).values());
    }

    /** Of all the feedback on the day's events; empty for none. */
    public String feedbackFingerprint(LocalDate eventDay) {
        return feedback.day(eventDay).map(FeedbackDeliveries.Day::fingerprint).orElse("");
    }

    /** How many pieces of feedback name an event that isn't there. */
    public long waitingFeedback() {
        Set<LocalDate> withEvents = new HashSet<>();
        long waiting = 0;
        for (Publication publication : publications.current(LocalDate.EPOCH, LocalDate.ofEpochDay(MOST_EPOCH_DAY))) {
            withEvents.add(publication.eventDay());
            waiting += publication.feedback().waiting();
        }
        for (FeedbackDeliveries.Day day : feedback.days(LocalDate.EPOCH, LocalDate.ofEpochDay(MOST_EPOCH_DAY))) {
            waiting += withEvents.contains(day.eventDay()) ? 0 : day.feedback();
        }
        return waiting;
    }

    /** How many pieces of feedback count for an event that took the place of the one they name. */
    public long carriedFeedback() {
        return publications.all().stream()
                .mapToLong(publication -> publication.feedback().carried())
                .sum();
    }

    /** When the first feedback on the day's events was given. */
    public Optional<Instant> earliestFeedback(LocalDate eventDay) {
        return feedback.day(eventDay).map(FeedbackDeliveries.Day::earliest);
    }

    /** The published days whose feedback is no longer what is folded in, in order. */
    public List<LocalDate> withOtherFeedback() {
        Map<LocalDate, String> now = new HashMap<>();
        feedback.days(LocalDate.EPOCH, LocalDate.ofEpochDay(MOST_EPOCH_DAY))
                .forEach(day -> now.put(day.eventDay(), day.fingerprint()));
        return publications.current(LocalDate.EPOCH, LocalDate.ofEpochDay(MOST_EPOCH_DAY)).stream()
                .filter(publication ->
                        !publication.feedback().fingerprint().equals(now.getOrDefault(publication.eventDay(), "")))
                .map(Publication::eventDay)
                .toList();
    }

    /**
     * Returns the voices on published days' events that calibrate a day's confidences.
     *
     * @param computed days that are computed together with it, which have no voice that counts for it
     */
    public List<VoiceTotal> voices(LocalDate eventDay, Collection<LocalDate> computed) {
        int windowDays = rules.calibrationDays();
        return publications.voices(eventDay.minusDays(windowDays), eventDay.minusDays(1)).stream()
                .filter(total -> !computed.contains(total.eventDay()))
                .filter(total -> VoiceCount.countFor(eventDay, total.eventDay(), total.givenDay(), windowDays))
                .toList();
    }

    /**
     * Returns the fingerprint of the voices that calibrate a day's confidences, by class and collar; empty without voices.
     *
     * @param computed as of {@link #voices}
     */
    public String calibrationFingerprint(LocalDate eventDay, Collection<LocalDate> computed) {
        return DayInputs.calibration(voices(eventDay, computed));
    }

    /** The publication that readers of the day follow. */
    public Optional<Publication> publication(LocalDate eventDay) {
        return publications.current(eventDay);
    }

    /** All event days that are published, in order. */
    public List<LocalDate> published() {
        return publications.days();
    }

    /** The rules in force. */
    public String ruleset() {
        return rules.ruleset();
    }
}
