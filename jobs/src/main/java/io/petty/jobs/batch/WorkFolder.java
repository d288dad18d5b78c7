package io.petty.jobs.batch;

import io.petty.jobs.EventDays;
import io.petty.jobs.feedback.FeedbackListing;
import io.petty.jobs.feedback.FeedbackRoot;
import io.petty.jobs.ingest.RawDelivery;
import io.petty.lake.Fingerprint;
import io.petty.lake.Publication;
import io.petty.raw.RawRules;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** What the ingestion of a delivery day is made from, and where the parts of it lie. */
    public String inputs(RawDelivery delivery, RawRules rules) {
        return new Fingerprint()
                .add(identity)
                .add(delivery.day().toString())
                .add(delivery.fingerprint(rules))
                .digest();
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

    /** What feedback is put together of, and where the parts of it lie. */
    public String feedbackInputs(List<FeedbackListing.Shard> changed) {
        return new Fingerprint()
                .add(identity)
                .add(FeedbackListing.fingerprint(changed))
                .digest();
    }

    /** Lists the documents below a feedback root, in files of the run's own. */
    public FeedbackListing listFeedback(FeedbackRoot root, long run) throws IOException {
        return FeedbackListing.of(root, files, location + "/feedback-run-" + run);
    }

    /** Remembers which shards a job is to read; returns where. */
    public String saveFeedbackShards(List<FeedbackListing.Shard> shards, long run) throws IOException {
        String place = location + "/feedback-run-" + run + "/shards";
        FeedbackListing.save(files, place, shards);
        return place;
    }

    /** The shards that a job is to read. */
    public List<FeedbackListing.Shard> feedbackShards(String place) {
        try {
            return FeedbackListing.load(files, place);
        } catch (IOException e) {
            throw new UncheckedIOException("The listing of feedback in %s can't be read".formatted(place), e);
        }
    }
}
