package io.petty.lake;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Computes the states of days from the records and, if raw files are accessible, from listings of their folders. */
public final class DayStates {
    private static final String RAW_CHANGED = "raw changed";

    private final Deliveries deliveries;
    private final FeedbackDeliveries feedback;
    private final Publications publications;
    private final @Nullable RulesInForce rules;
    private final Supplier<Optional<LeaseHolder>> lease;

    /**
     * Creates an instance without reading the records.
     *
     * @param rules the rules in force; null to use those that the last run recorded
     * @param lease finds the writer that holds the lake's lease; empty if there is none or it is dead
     */
    public DayStates(
            Deliveries deliveries,
            FeedbackDeliveries feedback,
            Publications publications,
            @Nullable RulesInForce rules,
            Supplier<Optional<LeaseHolder>> lease) {
        this.deliveries = deliveries;
        this.feedback = feedback;
        this.publications = publications;
        this.rules = rules;
        this.lease = lease;
    }

    /** Returns the days that a run tried to ingest or that are published. */
    public NavigableSet<LocalDate> recorded() {
        NavigableSet<LocalDate> days = new TreeSet<>(deliveries.days());
        days.addAll(publications.days());
        return days;
    }

    /**
     * Returns the state of each day, in order.
     *
     * @param listings by delivery day; empty if folders weren't listed, in which case deliveries since the last run are
     *     unknown
     */
    public List<DayState> of(SortedSet<LocalDate> days, Map<LocalDate, DeliveredFiles> listings) {
        if (days.isEmpty()) {
            return List.of();
        }
        Map<LocalDate, Delivery> delivered = new HashMap<>();
        for (Delivery delivery : deliveries.between(days.first(), days.last())) {
            delivered.put(delivery.day(), delivery);
        }
        Set<LocalDate> running = running(delivered);
        RulesInForce inForce = rules == null ? publications.rulesInForce().orElse(null) : rules;
        DayInputs inputs = new DayInputs(deliveries, feedback, publications, inForce, days);
        List<DayState> states = new ArrayList<>();
        for (LocalDate day : days) {
            states.add(state(day, delivered.get(day), listings.get(day), inputs, running.contains(day)));
        }
        return states;
    }

    /** Finds the days that are being ingested. Rereads the days whose run has ended in the meantime. */
    private Set<LocalDate> running(Map<LocalDate, Delivery> delivered) {
        Set<LocalDate> running = new TreeSet<>();
        for (Delivery delivery : List.copyOf(delivered.values())) {
            if (delivery.attemptState() != Delivery.AttemptState.RUNNING) {
                continue;
            }
            if (lease.get()
                    .filter(holder -> holder.isRun(delivery.attemptRun()))
                    .isPresent()) {
                running.add(delivery.day());
            } else {
                // A run records the outcome of the day before it releases the lease. If the day is still marked as
                // running, the run has died.
                deliveries.find(delivery.day()).ifPresent(again -> delivered.put(again.day(), again));
            }
        }
        return running;
    }

    private DayState state(
            LocalDate day,
            @Nullable Delivery delivery,
            @Nullable DeliveredFiles listed,
            DayInputs inputs,
            boolean running) {
        Publication publication = inputs.publication(day);
        Delivery.Ingested ingested = delivery == null ? null : delivery.ingested();
        IncompleteFiles lost = delivery == null ? IncompleteFiles.NONE : deliveries.incompleteFiles(delivery);
        Set<Staleness> staleness = inputs.staleness(day);
        Long run = publication == null ? null : publication.run();
        Instant publishedAt = publication == null ? null : publication.publishedAt();
        Instant when = publishedAt;
        DayState.State state;
        String cause = "";
        if (delivery != null && delivery.attemptState() != Delivery.AttemptState.COMPLETED) {
            run = delivery.attemptRun();
            when = delivery.attemptedAt();
            state = running ? DayState.State.RUNNING : DayState.State.FAILED;
            if (!running) {
                String message = delivery.attemptMessage();
                cause = message == null ? Runs.CUT_OFF : message;
            }
        } else if (listed != null && listed.failure() != null) {
            state = DayState.State.FAILED;
            cause = listed.failure();
        } else if (ingested == null && listed != null && listed.files() > 0) {
            state = DayState.State.MISSING;
            cause = "delivered, not ingested yet";
        } else if (ingested == null && publication == null && staleness.isEmpty()) {
            state = DayState.State.MISSING;
            cause = missing(listed);
        } else {
            Long pinned = publication == null ? null : publication.pinnedRun();
            List<String> causes = new ArrayList<>();
            boolean rawChanged = ingested != null
                    && listed != null
                    && !ingested.fingerprint().equals(listed.fingerprint());
            if (rawChanged) {
                causes.add(RAW_CHANGED);
            }
            if (pinned != null) {
                causes.add("pinned to run %d until the day is rerun".formatted(pinned));
            }
            staleness.forEach(each -> causes.add(each.label()));
            if (pinned != null) {
                state = DayState.State.PINNED;
            } else if (!causes.isEmpty()) {
                state = DayState.State.STALE;
            } else {
                state = lost.isEmpty() ? DayState.State.FRESH : DayState.State.INCOMPLETE;
            }
            if (!lost.isEmpty() && !rawChanged) {
                causes.add(lost.text());
            }
            cause = String.join(", ", causes);
        }
        int ingestedFiles = ingested == null ? 0 : ingested.files();
        return new DayState(
                day,
                state,
                cause,
                run,
                when,
                publishedAt,
                listed == null ? ingestedFiles : listed.files(),
                ingested == null ? 0 : ingested.readings(),
                ingested == null ? 0 : ingested.rejects(),
                ingested == null ? 0 : ingested.forgotten(),
                !lost.isEmpty());
    }

    private static String missing(@Nullable DeliveredFiles listed) {
        if (listed == null) {
            return "nothing ingested";
        }
        return listed.ignored().isEmpty()
                ? "nothing delivered"
                : "no raw file; " + new IncompleteFiles(List.of(), listed.ignored()).text();
    }
}
