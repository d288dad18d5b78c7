package io.petty.jobs.batch;

import io.petty.lake.EventDays;
import io.petty.lake.Fingerprint;
import io.petty.lake.Publication;
import io.petty.storage.StorageLocation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/**
 * The folder in which a run keeps files between its steps.
 *
 * @param location a folder that no other run uses
 * @param identity a value that changes when the folder is emptied; earlier jobs can't be restarted then
 */
public record WorkFolder(FileIO files, String location, String identity) {
    /** The version of the records that partitions leave behind. Increment it with every change of those records. */
    private static final String RECORDS = "2";

    /**
     * Returns the same folder with the engine and the version of the records added to its identity. A run thus never
     * continues unfinished work of another engine or of an earlier version of the records.
     */
    public WorkFolder executedBy(String engine) {
        return new WorkFolder(files, location, "%s %s %s".formatted(identity, engine, RECORDS));
    }

    /** Returns whether files are on this machine, where opening one costs no request. */
    boolean isLocal() {
        return !StorageLocation.parse(location).isS3();
    }

    /** Begins the identity of a job's input with the identity of this folder. */
    public Fingerprint inputs() {
        return new Fingerprint().add(identity);
    }

    /**
     * Returns the identity of the input from which the timelines of event days are computed. The folding of feedback
     * into these timelines has the same input.
     */
    public String inputs(EventDays eventDays, List<LocalDate> days) {
        Fingerprint inputs = inputs().add(eventDays.ruleset());
        for (LocalDate day : days) {
            inputs.add(day.toString())
                    .add(eventDays
                            .publication(day)
                            .map(Publication::publishedAt)
                            .map(Instant::toString)
                            .orElse(""))
                    .add(eventDays.readingsFingerprint(day))
                    .add(eventDays.baselinesFingerprint(day, List.of()))
                    .add(eventDays.feedbackFingerprint(day))
                    .add(eventDays.calibrationFingerprint(day, days));
        }
        return inputs.digest();
    }
}
