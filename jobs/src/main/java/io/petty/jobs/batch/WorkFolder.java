package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.ingest.Fingerprint;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.lake.Publication;
import io.petty.raw.RawRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.springframework.batch.core.step.StepExecution;

/**
 * Where a run keeps what passes from one of its steps to the next.
 *
 * @param location a folder of the run's own
 * @param identity changes when the folder is emptied, with which all chance to restart a job ends
 */
public record WorkFolder(FileIO files, String location, String identity) {

    /** What the ingestion of a delivery day is made from, and where the parts of it lie. */
    String inputs(RawDelivery delivery, RawRules rules) {
        return new Fingerprint()
                .add(identity)
                .add(delivery.day().toString())
                .add(delivery.fingerprint(rules))
                .digest();
    }

    /** What the timelines of event days are made from, and what feedback is folded into. */
    String inputs(EventDays eventDays, List<LocalDate> days) {
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

    /** A folder of this attempt at this partition alone, so that a repeated attempt never meets half a file. */
    String folder(StepExecution step) {
        return location + "/" + BatchRun.fileName(step);
    }
}
