package io.petty.jobs.batch;

import io.petty.lake.VoiceTotal;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/** What computing the timelines of a range of buckets gave. */
record TimelinePartition(
        List<DataFile> timelines,
        List<DataFile> summaries,
        List<DataFile> resting,
        List<DataFile> voices,
        List<BucketDay> days)
        implements Serializable {
    TimelinePartition {
        timelines = new ArrayList<>(timelines);
        summaries = new ArrayList<>(summaries);
        resting = new ArrayList<>(resting);
        voices = new ArrayList<>(voices);
        days = new ArrayList<>(days);
    }

    /**
     * The counts of one bucket and event day.
     *
     * @param documents how many pieces of feedback found their event
     * @param restingFingerprint of the exact resting heart rates of its collars
     * @param voices on its events
     */
    record BucketDay(
            LocalDate day,
            int bucket,
            int collars,
            long readings,
            long events,
            long documents,
            String restingFingerprint,
            List<VoiceTotal> voices)
            implements Serializable {
        BucketDay {
            voices = new ArrayList<>(voices);
        }
    }
}
