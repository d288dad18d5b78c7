package io.petty.jobs.folding;

import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.feedback.FeedbackRecording;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Lake;
import io.petty.lake.NoDataException;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.lake.lease.Lease;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/** Publishes an earlier run's events of a day again. The day is then pinned to that run until it is rerun. */
public final class Rollback {
    private final JobParts parts;

    public Rollback(JobParts parts) {
        this.parts = parts;
    }

    /**
     * Puts the run's files of the day back into the tables, with the current feedback folded in. Then publishes them in
     * one transaction.
     *
     * @throws NoDataException if the run didn't publish the day, or its publication or files were removed
     */
    public void to(LocalDate eventDay, long run) throws IOException {
        Lake lake = parts.lake();
        EventDays eventDays = parts.eventDays();
        Publications publications = parts.records().publications();
        Lease lease = parts.lease();
        List<Publication> history = publications.history(eventDay);
        Publication target = history.stream()
                .filter(publication -> publication.run() == run)
                .findFirst()
                .orElseThrow(() -> unknown(eventDay, run, history));
        Publication.Snapshots then = target.snapshots();

        FeedbackRecording recording = new FeedbackRecording(parts, "rollback-record-run-" + lease.run());
        recording.recordPublished(List.of(eventDay));
        DayVoices voices = eventDays.feedbackFingerprint(eventDay).isEmpty()
                ? DayVoices.NONE
                : DayVoices.of(new FeedbackDay(lake, eventDay));
        BucketFolding folding = new BucketFolding(
                RowTable.timelines(lake),
                RowTable.voices(lake),
                parts.settings().timelineRules().calibration(),
                eventDay,
                voices,
                "rollback-run-" + lease.run(),
                new PublishedFiles(
                        files(lake.timelines(), eventDay, then.timelines(), run),
                        files(lake.voices(), eventDay, then.voices(), run)));
        for (int bucket = 0; bucket < lake.buckets().count(); bucket++) {
            folding.fold(bucket);
        }
        FoldingPartition.Result folded = folding.result();
        if (folding.unrecorded() > 0) {
            recording.record(eventDay, voices, folded.timelines());
            recording.commit();
        }

        Publication.Snapshots snapshots = new Publication.Snapshots(
                replace(lake.timelines(), eventDay, folded.timelines()),
                replace(lake.summaries(), eventDay, files(lake.summaries(), eventDay, then.summaries(), run)),
                replace(lake.resting(), eventDay, files(lake.resting(), eventDay, then.resting(), run)),
                replace(lake.voices(), eventDay, folded.voices()));
        Publication.Feedback feedback =
                new Publication.Feedback(eventDays.feedbackFingerprint(eventDay), folded.waiting(), folded.carried());
        Publication pinned = target.pinned(lease.run(), parts.clock().instant(), snapshots, feedback);
        lease.publish(() -> publications.publish(List.of(pinned), folded.totals()));
    }

    private long replace(Table table, LocalDate day, List<DataFile> files) {
        return TableFiles.replaceDays(table, List.of(day), files, parts.lease());
    }

    private static List<DataFile> files(Table table, LocalDate day, long snapshot, long run) {
        if (snapshot != 0 && table.snapshot(snapshot) == null) {
            throw new NoDataException("The files that run %d published for %s are no longer kept in %s"
                    .formatted(run, day, table.name()));
        }
        return TableFiles.published(table, snapshot, day);
    }

    private static NoDataException unknown(LocalDate day, long run, List<Publication> history) {
        String runs = history.stream()
                .map(publication -> String.valueOf(publication.run()))
                .distinct()
                .collect(Collectors.joining(", "));
        return new NoDataException(
                runs.isEmpty()
                        ? "%s was never published".formatted(day)
                        : "Run %d didn't publish %s; these runs did: %s".formatted(run, day, runs));
    }
}
