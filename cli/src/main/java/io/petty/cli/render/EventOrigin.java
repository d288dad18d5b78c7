package io.petty.cli.render;

import io.petty.cli.workspace.Workspace;
import io.petty.jobs.FailureText;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.jobs.update.LakeUpdate;
import io.petty.lake.Delivery;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Publication;
import io.petty.lake.RunHistory;
import io.petty.lake.Staleness;
import io.petty.parquet.export.TimeText;
import io.petty.reading.CollarDay;
import io.petty.timeline.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The origin of a published event: its run, the state of its day, and the deliveries of its readings. */
public final class EventOrigin {
    /** Up to this number of files, all are listed. Of more files, only the first and the last are. */
    private static final int FEW_FILES = 4;

    private final Workspace workspace;
    private final Publication publication;
    private final LocalDate day;
    /** Number of the event's readings by delivery day. */
    private final SortedMap<LocalDate, Integer> readings = new TreeMap<>();

    private final List<String> causes = new ArrayList<>();
    private @Nullable String rawFailure;

    /**
     * @param event the event as computed now, or as published if it can no longer be computed
     * @param deliveries the readings of the event's collar and day, by delivery day
     */
    public EventOrigin(
            Workspace workspace, Publication publication, Event event, SortedMap<LocalDate, CollarDay> deliveries) {
        this.workspace = workspace;
        this.publication = publication;
        this.day = event.day();
        // The event's end can't be used, since it is usually the time of the next event's first reading.
        CollarDay all = CollarDay.merge(event.collarId(), day, deliveries.values());
        int taken = 0;
        long last = event.start();
        for (int i = 0; i < all.size() && taken < event.readings(); i++) {
            if (all.epochMillis(i) >= event.start()) {
                last = all.epochMillis(i);
                taken++;
            }
        }
        long lastReading = last;
        deliveries.forEach((deliveryDay, rows) -> {
            int count = count(rows, event.start(), lastReading);
            if (count > 0) {
                readings.put(deliveryDay, count);
            }
        });
        findCauses();
    }

    private static int count(CollarDay rows, long from, long to) {
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.epochMillis(i) >= from && rows.epochMillis(i) <= to) {
                count++;
            }
        }
        return count;
    }

    private void findCauses() {
        try {
            SortedSet<LocalDate> deliveryDays = new TreeSet<>(readings.keySet());
            deliveryDays.add(day);
            for (LocalDate deliveryDay : deliveryDays) {
                RawDelivery listed = RawDelivery.list(workspace.raw(), deliveryDay);
                Delivery known = workspace.deliveries().find(deliveryDay).orElse(null);
                if (known == null) {
                    if (!listed.files().isEmpty()) {
                        causes.add("raw files of %s not ingested yet".formatted(deliveryDay));
                    }
                } else if (known.attemptState() == Delivery.AttemptState.COMPLETED
                        && !LakeUpdate.isFresh(
                                listed, known, workspace.settings().rawRules())) {
                    causes.add("raw files of %s changed".formatted(deliveryDay));
                }
            }
        } catch (IOException | RuntimeException e) {
            // The event can be explained without the raw files.
            rawFailure = FailureText.of(e);
        }
        workspace.eventDays().staleness(day).stream().map(Staleness::label).forEach(causes::add);
    }

    /** Returns why the day is stale; empty if it is fresh. */
    public List<String> causes() {
        return List.copyOf(causes);
    }

    public void print(PrintStream out) {
        String home = workspace.homeOption();
        out.printf(
                "%nPublished by run %d%s at %s, ruleset %s%n", publication.run(), command(), publishedAt(), ruleset());
        Long pinned = publication.pinnedRun();
        String why = String.join(", ", causes);
        if (pinned != null) {
            out.printf(
                    "  A rollback pinned the day to run %d%s; ./petty rerun --date %s%s unpins it.%n",
                    pinned, causes.isEmpty() ? "" : ", and it is stale: " + why, day, home);
        } else if (causes.isEmpty()) {
            out.printf("  The day is fresh.%n");
        } else {
            out.printf("  The day is stale: %s. ./petty run%s brings it up to date.%n", why, home);
        }
        if (rawFailure != null) {
            out.printf("  Can't check whether raw files have changed since: %s%n", rawFailure);
        }
        out.printf("%nIts readings came from%n");
        readings.forEach((deliveryDay, count) -> printDelivery(out, deliveryDay, count));
        if (readings.isEmpty()) {
            out.printf("  deliveries that no longer contain them%n");
        }
    }

    private String command() {
        Optional<RunHistory.Run> run = workspace.runHistory().find(publication.run());
        return run.map(found -> " (./petty " + found.command() + ")").orElse("");
    }

    private String publishedAt() {
        return TimeText.of(publication.publishedAt());
    }

    private String ruleset() {
        return publication.inputs().ruleset();
    }

    private void printDelivery(PrintStream out, LocalDate deliveryDay, int count) {
        Delivery delivery = workspace.deliveries().find(deliveryDay).orElse(null);
        Delivery.Ingested ingested = delivery == null ? null : delivery.ingested();
        out.printf(
                "  delivery day %s: %s%s%n",
                deliveryDay,
                ExplanationText.readings(count),
                ingested == null
                        ? ""
                        : ", ingested by run %d at %s%s"
                                .formatted(
                                        ingested.run(),
                                        TimeText.of(ingested.at()),
                                        ingested.at().isAfter(publication.publishedAt())
                                                ? ", after the day was published"
                                                : ""));
        if (delivery != null && delivery.attemptState() == Delivery.AttemptState.FAILED) {
            out.printf(
                    "    run %d failed to ingest it again: %s%n",
                    delivery.attemptRun(),
                    delivery.attemptMessage() == null
                            ? "it was cut off"
                            : delivery.attemptMessage().lines().findFirst().orElse(""));
        } else if (delivery != null && delivery.attemptState() == Delivery.AttemptState.RUNNING) {
            out.printf(
                    "    run %d began to ingest it again at %s and has not finished%n",
                    delivery.attemptRun(), TimeText.of(delivery.attemptedAt()));
        }
        List<String> files = workspace.deliveries().files(deliveryDay).stream()
                .filter(file -> file.readings() > 0)
                .map(DeliveryFile::key)
                .toList();
        if (files.size() > 1) {
            out.printf("    in some of these %,d files:%n", files.size());
        }
        if (files.size() <= FEW_FILES) {
            files.forEach(file -> out.printf("    %s%n", file));
        } else {
            out.printf("    %s%n", files.get(0));
            out.printf("    … %,d more, of %s%n", files.size() - 2, workspace.rawLocation());
            out.printf("    %s%n", files.get(files.size() - 1));
        }
    }
}
