package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.lake.Fingerprint;
import io.petty.lake.Publication;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/**
 * Where a run keeps what passes from one of its steps to the next.
 *
 * @param location a folder of the run's own
 * @param identity changes when the folder is emptied, with which all chance to restart a job ends
 */
public record WorkFolder(FileIO files, String location, String identity) {
    /** The version of what partitions leave behind; another one for every change of those records. */
    private static final String RECORDS = "2";

    /**
     * The same folder, for an engine: what another one left unfinished there, or an earlier version of the records, isn't gone
     * on with.
     */
    public WorkFolder executedBy(String engine) {
        return new WorkFolder(files, location, "%s %s %s".formatted(identity, engine, RECORDS));
    }

    /** Identifies what a job is made from, and where the parts of it lie. */
    public String inputs(String... parts) {
        Fingerprint inputs = new Fingerprint().add(identity);
        for (String part : parts) {
            inputs.add(part);
        }
        return inputs.digest();
    }

    /** What the timelines of event days are made from, and what feedback is folded into. */
    public String inputs(EventDays eventDays, List<LocalDate> days) {
        Fingerprint inputs = new Fingerprint().add(identity).add(eventDays.ruleset());
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

    /** Returns the folder for a run's listing of feedback documents. */
    public String feedback(long run) {
        return location + "/feedback-run-" + run;
    }
}
