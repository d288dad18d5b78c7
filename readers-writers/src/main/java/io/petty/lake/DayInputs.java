package io.petty.lake;

import io.petty.timeline.EventClass;
import io.petty.timeline.VoiceCount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The recorded inputs of event days, read at once, and the days' publications, which are stale if they had others. */
final class DayInputs {
    private final Deliveries deliveries;
    private final @Nullable RulesInForce rules;
    private final NavigableMap<LocalDate, Publication> published = new TreeMap<>();
    private final Map<LocalDate, List<Contribution>> contributions = new HashMap<>();
    private final Map<LocalDate, String> feedback = new HashMap<>();
    private final NavigableMap<LocalDate, List<VoiceTotal>> voices = new TreeMap<>();

    /** @param rules null if they are unknown; no day is stale by rules, baselines or calibration then */
    DayInputs(
            Deliveries deliveries,
            FeedbackDeliveries feedbackDeliveries,
            Publications publications,
            @Nullable RulesInForce rules,
            SortedSet<LocalDate> days) {
        this.deliveries = deliveries;
        this.rules = rules;
        if (days.isEmpty()) {
            return;
        }
        LocalDate from = days.first();
        LocalDate to = days.last();
        LocalDate firstBaseline = rules == null ? from : from.minusDays(rules.baselineDays());
        publications
                .current(firstBaseline, to)
                .forEach(publication -> published.put(publication.eventDay(), publication));
        deliveries
                .contributionsTo(from, to)
                .forEach(contribution -> contributions
                        .computeIfAbsent(contribution.eventDay(), day -> new ArrayList<>())
                        .add(contribution));
        feedbackDeliveries.days(from, to).forEach(day -> feedback.put(day.eventDay(), day.fingerprint()));
        if (rules != null) {
            publications
                    .voices(from.minusDays(rules.calibrationDays()), to)
                    .forEach(total -> voices.computeIfAbsent(total.eventDay(), day -> new ArrayList<>())
                            .add(total));
        }
    }

    /** The publication that readers of the day follow; null for none. */
    @Nullable
    Publication publication(LocalDate day) {
        return published.get(day);
    }

    /** Why the day is stale; empty when it is fresh, and {@code READINGS} for a day with readings not yet published. */
    Set<Staleness> staleness(LocalDate day) {
        Set<Staleness> causes = EnumSet.noneOf(Staleness.class);
        Publication publication = published.get(day);
        List<Contribution> given = contributions.getOrDefault(day, List.of());
        if (publication == null) {
            return given.isEmpty() ? causes : EnumSet.of(Staleness.READINGS);
        }
        if (!publication.inputs().readingsFingerprint().equals(Contribution.fingerprint(given))) {
            causes.add(cameLate(publication, given) ? Staleness.LATE_READINGS : Staleness.READINGS);
        }
        if (!publication.feedback().fingerprint().equals(feedback.getOrDefault(day, ""))) {
            causes.add(Staleness.FEEDBACK);
        }
        if (rules == null) {
            return causes;
        }
        if (!publication
                .inputs()
                .calibrationFingerprint()
                .equals(calibration(voicesFor(day, rules.calibrationDays())))) {
            causes.add(Staleness.CALIBRATION);
        }
        if (!publication
                .inputs()
                .baselinesFingerprint()
                .equals(baselines(published
                        .subMap(day.minusDays(rules.baselineDays()), day)
                        .values()))) {
            causes.add(Staleness.BASELINES);
        }
        if (!publication.inputs().ruleset().equals(rules.ruleset())) {
            causes.add(Staleness.RULES);
        }
        return causes;
    }

    /** Whether only other delivery days than its own gave to the event day since it was published. */
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
     * Returns the fingerprint of the resting heart rates that a day's baselines may be drawn from.
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

    /** Returns the fingerprint of voices that calibrate a day's confidences, by class and collar; empty for none. */
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
