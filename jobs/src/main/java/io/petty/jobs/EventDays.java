package io.petty.jobs;

import io.petty.jobs.ingest.Fingerprint;
import io.petty.lake.Contribution;
import io.petty.lake.Deliveries;
import io.petty.lake.Delivery;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells whether a published event day still is what its inputs give, by comparing fingerprints. */
public final class EventDays {
    private final Deliveries deliveries;
    private final Publications publications;
    private final String ruleset;
    private final int baselineDays;

    /** Why a published day is no longer what its inputs give. */
    public enum Staleness {
        READINGS("readings changed"),
        LATE_READINGS("late readings"),
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
     * @param ruleset the rules in force
     * @param baselineDays how many days before an event day its baselines may come from
     */
    public EventDays(Deliveries deliveries, Publications publications, String ruleset, int baselineDays) {
        this.deliveries = deliveries;
        this.publications = publications;
        this.ruleset = ruleset;
        this.baselineDays = baselineDays;
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
        Fingerprint fingerprint = new Fingerprint();
        for (Contribution contribution : deliveries.contributionsTo(eventDay)) {
            fingerprint.add(contribution.deliveryDay().toString()).add(contribution.fingerprint());
        }
        return fingerprint.digest();
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
                .current(eventDay.minusDays(baselineDays), eventDay.minusDays(1))
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        coming.stream()
                .filter(publication -> publication.eventDay().isBefore(eventDay)
                        && !publication.eventDay().isBefore(eventDay.minusDays(baselineDays)))
                .forEach(publication -> earlier.put(publication.eventDay(), publication));
        earlier.values().stream()
                .filter(publication -> publication.collars() > 0)
                .forEach(publication ->
                        fingerprint.add(publication.eventDay().toString()).add(publication.restingFingerprint()));
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
