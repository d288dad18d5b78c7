package io.petty.jobs.timeline;

import io.petty.jobs.calibration.FoundFeedback;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.VoiceTotal;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** What computing the timelines of a range of buckets gave. */
record TimelinePartition(
        List<DataFile> timelines,
        List<DataFile> summaries,
        List<DataFile> resting,
        List<DataFile> voices,
        List<BucketDay> days)
        implements PartitionResult {
    TimelinePartition {
        timelines = new ArrayList<>(timelines);
        summaries = new ArrayList<>(summaries);
        resting = new ArrayList<>(resting);
        voices = new ArrayList<>(voices);
        days = new ArrayList<>(days);
    }

    /** Readings. */
    @Override
    public long read() {
        return days.stream().mapToLong(BucketDay::readings).sum();
    }

    /** Events. */
    @Override
    public long written() {
        return days.stream().mapToLong(BucketDay::events).sum();
    }

    /** The files of a day's events that feedback found which has no event recorded with it. */
    List<DataFile> timelinesWithUnrecorded(LocalDate day) {
        Set<Integer> buckets = days.stream()
                .filter(bucket -> bucket.day().equals(day) && bucket.found().unrecorded() > 0)
                .map(BucketDay::bucket)
                .collect(Collectors.toSet());
        return timelines.stream()
                .filter(file -> file.partition().get(0, Integer.class) == day.toEpochDay()
                        && buckets.contains(file.partition().get(1, Integer.class)))
                .toList();
    }

    /**
     * The counts of one bucket and event day.
     *
     * @param found how many pieces of feedback found an event
     * @param restingFingerprint of the exact resting heart rates of its collars
     * @param voices on its events
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
            implements Serializable {
        BucketDay {
            voices = new ArrayList<>(voices);
        }
    }
}
