package io.petty.jobs.batch;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/** What computing the timelines of a range of buckets gave. */
record TimelinePartition(
        List<DataFile> timelines, List<DataFile> summaries, List<DataFile> resting, List<BucketDay> days)
        implements Serializable {
    TimelinePartition {
        timelines = new ArrayList<>(timelines);
        summaries = new ArrayList<>(summaries);
        resting = new ArrayList<>(resting);
        days = new ArrayList<>(days);
    }

    /**
     * The counts of one bucket and event day.
     *
     * @param restingFingerprint of the exact resting heart rates of its collars
     */
    record BucketDay(LocalDate day, int bucket, int collars, long readings, long events, String restingFingerprint)
            implements Serializable {}
}
