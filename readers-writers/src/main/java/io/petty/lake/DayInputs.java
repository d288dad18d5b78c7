package io.petty.lake;

import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The recorded inputs of event days and the days' publications. A publication is stale if it was computed from other
 * inputs than those recorded now.
 */
final class DayInputs {
    private final Deliveries deliveries;
    private final @Nullable RulesInForce rules;
    private final NavigableMap<LocalDate, Publication> published = new TreeMap<>();
    private final Map<LocalDate, List<Contribution>> contributions;
    private final Map<LocalDate, String> feedback;
    private final NavigableMap<LocalDate, List<VoiceTotal>> voices;

    /**
     * Reads the inputs.
     *
     * @param rules null if unknown; then no day counts as stale because of rules, baselines or calibration
     * @param days at least one
     */
    DayInputs(
            Deliveries deliveries,
            FeedbackDeliveries feedbackDeliveries,
            Publications publications,
            @Nullable RulesInForce rules,
            SortedSet<LocalDate> days) {
        this.deliveries = deliveries;
        this.rules = rules;
        LocalDate from = days.first();
        LocalDate to = days.last();
        LocalDate firstBaseline = rules == null ? from : from.minusDays(rules.baselineDays());
        publications
                .current(firstBaseline, to)
                .forEach(publication -> published.put(publication.eventDay(), publication));
        contributions =
                deliveries.contributionsTo(from, to).stream().collect(Collectors.groupingBy(Contribution::eventDay));
        feedback = feedbackDeliveries.days(from, to).stream()
                .collect(Collectors.toMap(FeedbackDeliveries.Day::eventDay, FeedbackDeliveries.Day::fingerprint));
        List<VoiceTotal> totals =
                rules == null ? List.of() : publications.voices(from.minusDays(rules.calibrationDays()), to);
        voices =
                totals.stream().collect(Collectors.groupingBy(VoiceTotal::eventDay, TreeMap::new, Collectors.toList()));
    }

    /** Returns the day's current publication; null for none. */
    @Nullable
    Publication publication(LocalDate day) {
        return published.get(day);
    }

    /** Returns why the day is stale; empty if it is fresh, {@code READINGS} if its readings are not published yet. */
    Set<Staleness> staleness(LocalDate day) {
        Set<Staleness> causes = EnumSet.noneOf(Staleness.class);
        Publication publication = published.get(day);
        List<Contribution> given = contributions.getOrDefault(day, List.of());
        if (publication == null) {
            return given.isEmpty() ? causes : EnumSet.of(Staleness.READINGS);
        }
        Publication.Inputs inputs = publication.inputs();
        if (!inputs.readingsFingerprint().equals(Contribution.fingerprint(given))) {
            causes.add(cameLate(publication, given) ? Staleness.LATE_READINGS : Staleness.READINGS);
        }
        if (!publication.feedback().fingerprint().equals(feedback.getOrDefault(day, ""))) {
            causes.add(Staleness.FEEDBACK);
        }
        if (rules == null) {
            return causes;
        }
        if (!inputs.calibrationFingerprint().equals(calibration(voicesFor(day, rules.calibrationDays())))) {
            causes.add(Staleness.CALIBRATION);
        }
        Collection<Publication> earlier =
                published.subMap(day.minusDays(rules.baselineDays()), day).values();
        if (!inputs.baselinesFingerprint().equals(baselines(earlier))) {
            causes.add(Staleness.BASELINES);
        }
        if (!inputs.ruleset().equals(rules.ruleset())) {
            causes.add(Staleness.RULES);
        }
        return causes;
    }

    /** Returns whether other delivery days were ingested since the publication, but the event day's own was not. */
    private boolean cameLate(Publication publication, List<Contribution> given) {
        List<LocalDate> since = given.stream()
                .map(Contribution::deliveryDay)
                .filter(day -> deliveries
                        .find(day)
                        .map(Delivery::ingested)
                        .filter(ingested -> ingested.at().isAfter(publication.publishedAt()))
                        .isPresent())
                .toList();
        return !since.isEmpty() && !since.contains(publication.eventDay());
    }

    private List<VoiceTotal> voicesFor(LocalDate day, int windowDays) {
        return voices.subMap(day.minusDays(windowDays), day).values().stream()
                .flatMap(List::stream)
                .filter(total -> VoiceCount.countFor(day, total.eventDay(), total.givenDay(), windowDays))
                .toList();
    }

    /**
     * Returns the fingerprint of the resting heart rates that a day's baselines may be computed from.
     *
     * @param earlier publications of the days before it, in order
     */
    static String baselines(Collection<Publication> earlier) {
        Fingerprint fingerprint = new Fingerprint();
        earlier.stream()
                .filter(publication -> publication.content().collars() > 0)
                .forEach(publication -> fingerprint
                        .add(publication.eventDay().toString())
                        .add(publication.content().restingFingerprint()));
        return fingerprint.digest();
    }

    /**
     * Returns the fingerprint of the voices that calibrate a day's confidences; empty for none. It covers the number of
     * voices on each class of events, and the collars of these events.
     */
    static String calibration(List<VoiceTotal> voices) {
        SortedMap<EventClass, long[]> sums = new TreeMap<>();
        for (VoiceTotal total : voices) {
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
}
