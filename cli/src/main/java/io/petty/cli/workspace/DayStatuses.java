package io.petty.cli.workspace;

import io.petty.jobs.EventDays;
import io.petty.jobs.FailureText;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.ingest.RawFolders;
import io.petty.jobs.update.LakeUpdate;
import io.petty.lake.Delivery;
import io.petty.lake.IncompleteFiles;
import io.petty.lake.Publication;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the state of days by comparing what is delivered, what is ingested and what is published. */
public final class DayStatuses {
    private final Workspace workspace;
    /** Why a day is missing although there is nothing to do about it. */
    static final String NOTHING_DELIVERED = "nothing delivered";

    private static final String RAW_CHANGED = "raw changed";

    private final EventDays eventDays;
    private List<String> notDays = List.of();

    public DayStatuses(Workspace workspace) {
        this.workspace = workspace;
        this.eventDays = workspace.eventDays();
    }

    /** The days from {@code from} to {@code to}, both included; without bounds all days that are known. */
    public List<DayStatus> between(@Nullable LocalDate from, @Nullable LocalDate to) throws IOException {
        Storage raw = workspace.raw();
        RawFolders folders = RawFolders.list(raw);
        notDays = folders.notDays();
        Set<LocalDate> days = new TreeSet<>(folders.days());
        days.addAll(workspace.deliveries().days());
        days.addAll(workspace.publications().days());
        if (from != null && to != null) {
            from.datesUntil(to.plusDays(1)).forEach(days::add);
        }
        // While some process is writing, a day under way is running; else its run was cut off.
        boolean held = workspace.holder().isPresent();
        List<DayStatus> statuses = new ArrayList<>();
        for (LocalDate day : days) {
            if ((from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to))) {
                statuses.add(status(day, held));
            }
        }
        return statuses;
    }

    /** Folders below the raw root that begin like a delivery day's, but name no date; known once days were looked at. */
    public List<String> notDays() {
        return notDays;
    }

    private DayStatus status(LocalDate day, boolean held) {
        RawDelivery listed = null;
        String notListed = "";
        try {
            listed = RawDelivery.list(workspace.raw(), day);
        } catch (IOException e) {
            notListed = FailureText.of(e);
        }
        Delivery delivery = workspace.deliveries().find(day).orElse(null);
        Publication publication = workspace.publications().current(day).orElse(null);
        Delivery.Ingested ingested = delivery == null ? null : delivery.ingested();
        Long run = publication != null ? Long.valueOf(publication.run()) : null;
        Instant when = publication != null ? publication.publishedAt() : null;
        DayStatus.State state;
        String why = "";
        if (delivery != null && delivery.attemptState() != Delivery.AttemptState.COMPLETED) {
            run = delivery.attemptRun();
            when = delivery.attemptedAt();
            if (delivery.attemptState() == Delivery.AttemptState.RUNNING && held) {
                state = DayStatus.State.RUNNING;
            } else {
                state = DayStatus.State.FAILED;
                why = delivery.attemptMessage() == null ? "the run was cut off" : delivery.attemptMessage();
            }
        } else if (listed == null) {
            state = DayStatus.State.FAILED;
            why = notListed;
        } else if (ingested == null && !listed.files().isEmpty()) {
            state = DayStatus.State.MISSING;
            why = "delivered, not ingested yet";
        } else if (ingested == null && publication == null) {
            state = DayStatus.State.MISSING;
            why = listed.ignoredFiles().isEmpty()
                    ? NOTHING_DELIVERED
                    : "no raw file; " + new IncompleteFiles(List.of(), listed.ignoredFiles()).text();
        } else {
            List<String> causes = causes(listed, delivery);
            IncompleteFiles lost = delivery == null
                    ? IncompleteFiles.NONE
                    : workspace.deliveries().incompleteFiles(delivery);
            if (publication != null && publication.pinnedRun() != null) {
                state = DayStatus.State.PINNED;
            } else if (!causes.isEmpty()) {
                state = DayStatus.State.STALE;
            } else {
                state = lost.isEmpty() ? DayStatus.State.FRESH : DayStatus.State.INCOMPLETE;
            }
            if (!lost.isEmpty() && !causes.contains(RAW_CHANGED)) {
                causes.add(lost.text());
            }
            why = String.join(", ", causes);
        }
        return new DayStatus(
                day,
                listed == null ? -1 : listed.files().size(),
                ingested == null ? 0 : ingested.readings(),
                ingested == null ? 0 : ingested.rejects(),
                ingested == null ? 0 : ingested.forgotten(),
                state,
                run,
                when,
                why);
    }

    private List<String> causes(RawDelivery listed, @Nullable Delivery delivery) {
        List<String> causes = new ArrayList<>();
        if (delivery != null
                && delivery.ingested() != null
                && !LakeUpdate.isFresh(listed, delivery, workspace.settings().rawRules())) {
            causes.add(RAW_CHANGED);
        }
        eventDays
                .pinnedRun(listed.day())
                .ifPresent(run -> causes.add("pinned to run %d until it is rerun".formatted(run)));
        causes.addAll(eventDays.staleness(listed.day()).stream()
                .map(EventDays.Staleness::label)
                .collect(Collectors.toList()));
        return causes;
    }
}
