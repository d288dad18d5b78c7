package io.petty.jobs.folding;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.feedback.FeedbackRecording;
import io.petty.jobs.rules.TimelineRules;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** Publishes again what an earlier run published of an event day, which then stays pinned to it until it is rerun. */
public final class Rollback {
    private final Lake lake;
    private final Lease lease;
    private final Publications publications;
    private final EventDays eventDays;
    private final TimelineRules rules;
    private final Clock clock;

    public Rollback(
            Lake lake, Lease lease, Publications publications, EventDays eventDays, TimelineRules rules, Clock clock) {
        this.lake = lake;
        this.lease = lease;
        this.publications = publications;
        this.eventDays = eventDays;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * Puts the day's files back in the tables with today's feedback folded in, then publishes them in one transaction.
     *
     * @throws IllegalStateException when that run published nothing of the day, or it is no longer kept
     */
    public void to(LocalDate eventDay, long run) throws IOException {
        List<Publication> history = publications.history(eventDay);
        Publication target = history.stream()
                .filter(publication -> publication.run() == run)
                .findFirst()
                .orElseThrow(() -> unknown(eventDay, run, history));
        FeedbackRecording recording =
                new FeedbackRecording(lake, lease, eventDays, "rollback-record-run-" + lease.run());
        recording.recordPublished(List.of(eventDay));
        DayVoices said = eventDays.feedbackFingerprint(eventDay).isEmpty()
                ? DayVoices.NONE
                : DayVoices.of(new FeedbackDay(lake, eventDay));
        BucketFolding folding = new BucketFolding(
                lake.timelines(),
                lake.voices(),
                rules.calibration(),
                eventDay,
                said,
                "rollback-run-" + lease.run(),
                files(lake.timelines(), eventDay, target.snapshots().timelines(), run),
                files(lake.voices(), eventDay, target.snapshots().voices(), run));
        for (int bucket = 0; bucket < lake.buckets().count(); bucket++) {
            folding.fold(bucket);
        }
        if (folding.found().unrecorded() > 0) {
            recording.record(eventDay, said, folding.timelines());
            recording.commit();
        }
        Publication.Snapshots snapshots = new Publication.Snapshots(
                replace(lake.timelines(), eventDay, folding.timelines()),
                replace(
                        lake.summaries(),
                        eventDay,
                        files(lake.summaries(), eventDay, target.snapshots().summaries(), run)),
                replace(
                        lake.resting(),
                        eventDay,
                        files(lake.resting(), eventDay, target.snapshots().resting(), run)),
                replace(lake.voices(), eventDay, folding.voices()));
        Publication.Feedback folded = new Publication.Feedback(
                eventDays.feedbackFingerprint(eventDay),
                said.documents() - folding.found().documents(),
                folding.found().carried());
        Publication pinned = target.pinned(lease.run(), clock.instant(), snapshots, folded);
        lease.publish(
                () -> publications.publish(List.of(pinned), folding.totals().list()));
    }

    private long replace(Table table, LocalDate day, List<DataFile> files) {
        return TableFiles.replace(table, Expressions.equal("day", day.toString()), files, lease);
    }

    private static List<DataFile> files(Table table, LocalDate day, long snapshot, long run) {
        if (snapshot != 0 && table.snapshot(snapshot) == null) {
            throw new IllegalStateException(
                    "What run %d published of %s is no longer kept in %s".formatted(run, day, table.name()));
        }
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, Expressions.equal("day", day.toString()));
    }

    private static IllegalStateException unknown(LocalDate day, long run, List<Publication> history) {
        String runs = history.stream()
                .map(publication -> String.valueOf(publication.run()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new IllegalStateException(
                runs.isEmpty()
                        ? "%s was never published".formatted(day)
                        : "Run %d published nothing of %s; these did: %s".formatted(run, day, runs));
    }
}
