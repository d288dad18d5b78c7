package io.petty.jobs.timeline;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.VoiceTotal;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** The result of computing the timelines of a range of buckets. */
record TimelinePartition(
        List<DataFile> timelines,
        List<DataFile> summaries,
        List<DataFile> resting,
        List<DataFile> voices,
        List<BucketDay> days)
        implements PartitionResult {
    /** Returns the number of readings. */
    @Override
    public long read() {
        return days.stream().mapToLong(BucketDay::readings).sum();
    }

    /** Returns the number of events. */
    @Override
    public long written() {
        return days.stream().mapToLong(BucketDay::events).sum();
    }

    /** Returns a day's files in the buckets where feedback has found its event but isn't recorded with it yet. */
    List<DataFile> timelinesWithUnrecorded(LocalDate day) {
        Set<Integer> buckets = days.stream()
                .filter(bucket -> bucket.day().equals(day) && bucket.found().unrecorded() > 0)
                .map(BucketDay::bucket)
                .collect(Collectors.toSet());
        return timelines.stream()
                .filter(file -> TableFiles.day(file).equals(day) && buckets.contains(TableFiles.bucket(file)))
                .toList();
    }

    /**
     * The counts of one bucket and event day.
     *
     * @param found counts of the feedback whose event was found
     * @param restingFingerprint the fingerprint of the exact resting heart rates of the bucket's collars
     * @param voices the voices on the events
     */
    record BucketDay(
            LocalDate day,
            int bucket,
            int collars,
            long readings,
            long events,
            FoundFeedback found,
            String restingFingerprint,
            List<VoiceTotal> voices)
            implements Serializable {}
}
