package io.petty.jobs;

import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.Delivery;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.VoiceTotal;
import io.petty.timeline.EventClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells whether a published event day still is what its inputs give, by comparing fingerprints. */
public final class EventDays {
    /** An event's id has 16 bits for its day. */
    private static final int MOST_EPOCH_DAY = 0xFFFF;

    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;
    private final TimelineRules rules;
    private final String ruleset;

    /** Why a published day is no longer what its inputs give. */
    public enum Staleness {
        READINGS("readings changed"),
        LATE_READINGS("late readings"),
        FEEDBACK("feedback changed"),
        CALIBRATION("calibration moved"),
        BASELINES("baselines changed"),
        RULES("rules changed");

        private final String label;

        Staleness(String label) {
            this.label = label;
        }

        /** For people, such as {@code readings changed}. */
        public String label() {
            return label;
        }
    }

    /**
     * Makes a view on what is recorded.
     *
     * @param rules the rules in force
     */
    public EventDays(
            Deliveries deliveries, FeedbackDeliveries feedback, Publications publications, TimelineRules rules) {
        this.deliveries = deliveries;
        this.feedback = feedback;
        this.publications = publications;
        this.rules = rules;
        this.ruleset = rules.ruleset();
    }

    /** Why the day is stale; empty when it is fresh, and {@code READINGS} for a day with readings not yet published. */
    public Set<Staleness> staleness(LocalDate eventDay) {
        Optional<Publication> published = publications.current(eventDay);
        if (published.isEmpty()) {
            return deliveries.contributionsTo(eventDay).isEmpty()
                    ? EnumSet.noneOf(Staleness.class)
                    : EnumSet.of(Staleness.READINGS);
        }
        Publication publication = published.get();
        Set<Staleness> causes = EnumSet.noneOf(Staleness.class);
        if (!publication.readingsFingerprint().equals(readingsFingerprint(eventDay))) {
            causes.add(cameLate(publication) ? Staleness.LATE_READINGS : Staleness.READINGS);
        }
        if (!publication.feedbackFingerprint().equals(feedbackFingerprint(eventDay))) {
            causes.add(Staleness.FEEDBACK);
        }
        if (!publication.calibrationFingerprint().equals(calibrationFingerprint(eventDay, List.of()))) {
            causes.add(Staleness.CALIBRATION);
        }
        if (!publication.baselinesFingerprint().equals(baselinesFingerprint(eventDay, List.of()))) {
            causes.add(Staleness.BASELINES);
        }
        if (!publication.ruleset().equals(ruleset)) {
            causes.add(Staleness.RULES);
        }
        return causes;
    }

    /** Whether only other delivery days than its own gave to the event day since it was published. */
    private boolean cameLate(Publication publication) {
        List<LocalDate> since = deliveries.contributionsTo(publication.eventDay()).stream()
                .map(Contribution::deliveryDay)
                .filter(day -> deliveries
                        .find(day)
                        .map(Delivery::ingested)
                        .filter(ingested -> ingested.at().isAfter(publication.publishedAt()))
                        .isPresent())
                .toList();
        return !since.isEmpty() && !since.contains(publication.eventDay());
    }

    /** The run to whose events a rollback pinned the day; empty for a day that follows its inputs. */
    public Optional<Long> pinnedRun(LocalDate eventDay) {
        return publications.current(eventDay).map(Publication::pinnedRun);
    }

    /** Of all the readings the day has, by what each delivery day gives to it. */
    public String readingsFingerprint(LocalDate eventDay) {
        return deliveries.readingsFingerprint(eventDay);
    }

    /**
     * Of all the resting heart rates the day's baselines may be drawn from.
     *
     * @param coming publications of this run, which take the place of those that are current
     */
    public String baselinesFingerprint(LocalDate eventDay, List<Publication> coming) {
        Fingerprint fingerprint = new Fingerprint();
        SortedMap<LocalDate, Publication> earlier = new TreeMap<>();
        publications
                .current(eventDay.minusDays(rules.baseline().windowDays()), eventDay.minusDays(1))
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        coming.stream()
                .filter(publication -> publication.eventDay().isBefore(eventDay)
                        && !publication
                                .eventDay()
                                .isBefore(eventDay.minusDays(rules.baseline().windowDays())))
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        earlier.values().stream()
                .filter(publication -> publication.collars() > 0)
                .forEach(publication ->
                        fingerprint.add(publication.eventDay().toString()).add(publication.restingFingerprint()));
        return fingerprint.digest();
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
            waiting += publication.waiting();
        }
        for (FeedbackDeliveries.Day day : feedback.days(LocalDate.EPOCH, LocalDate.ofEpochDay(MOST_EPOCH_DAY))) {
            waiting += withEvents.contains(day.eventDay()) ? 0 : day.feedback();
        }
        return waiting;
    }

    /** How many pieces of feedback count for an event that took the place of the one they name. */
    public long carriedFeedback() {
        return publications.all().stream().mapToLong(Publication::carried).sum();
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
                        !publication.feedbackFingerprint().equals(now.getOrDefault(publication.eventDay(), "")))
                .map(Publication::eventDay)
                .toList();
    }

    /**
     * Returns the voices on published days' events that calibrate a day's confidences.
     *
     * @param computed days that are computed together with it, which have no voice that counts for it
     */
    public List<VoiceTotal> voices(LocalDate eventDay, Collection<LocalDate> computed) {
        int windowDays = rules.calibration().windowDays();
        return publications.voices(eventDay.minusDays(windowDays), eventDay.minusDays(1)).stream()
                .filter(total -> !computed.contains(total.eventDay()))
                .filter(total -> Calibration.counts(total.eventDay(), total.givenDay(), eventDay, windowDays))
                .toList();
    }

    /**
     * Returns the fingerprint of the voices that calibrate a day's confidences, by class and collar; empty without voices.
     *
     * @param computed as of {@link #voices}
     */
    public String calibrationFingerprint(LocalDate eventDay, Collection<LocalDate> computed) {
        SortedMap<EventClass, long[]> sums = new TreeMap<>();
        for (VoiceTotal total : voices(eventDay, computed)) {
            long[] sum = sums.computeIfAbsent(total.eventClass(), eventClass -> new long[3]);
            sum[0] += total.positive();
            sum[1] += total.negative();
            sum[2] += total.collars();
        }
        if (sums.isEmpty()) {
            return "";
        }
        Fingerprint fingerprint = new Fingerprint();
        sums.forEach((eventClass, sum) -> fingerprint
                .add(eventClass.behavior().label())
                .add(Double.doubleToLongBits(eventClass.ruleConfidence()))
                .add(sum[0])
                .add(sum[1])
                .add(sum[2]));
        return fingerprint.digest();
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
        return ruleset;
    }
}
