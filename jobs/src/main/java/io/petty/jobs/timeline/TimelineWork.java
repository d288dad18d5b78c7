package io.petty.jobs.timeline;

import io.petty.jobs.bucket.BucketDayReader;
import io.petty.jobs.bucket.BucketFiles;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarBuckets;
import io.petty.reading.CollarDay;
import io.petty.reading.ReadingFiles;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Readings become timelines with feedback and calibrated confidences, summaries, resting heart rates and voices.
 *
 * @param days that are computed
 * @param resting heart rates of earlier days
 * @param calibration voices on events of earlier days
 * @param feedback on the events of days that have some
 */
record TimelineWork(
        List<LocalDate> days,
        TimelineRules rules,
        CollarBuckets buckets,
        ReadingFiles readings,
        BucketFiles resting,
        CalibrationVoices calibration,
        Map<LocalDate, DayVoices> feedback,
        Tables tables)
        implements PartitionWork<BucketPartition, TimelinePartition> {
    TimelineWork {
        days = new ArrayList<>(days);
    }

    /**
     * The tables that are written.
     *
     * @param voices null when there is no feedback
     */
    record Tables(
            Table timelines,
            Table summaries,
            Table resting,
            @Nullable Table voices) implements Serializable {}

    @Override
    public TimelinePartition run(BucketPartition range, Attempt attempt) throws IOException {
        TimelineProcessor processor = new TimelineProcessor(
                rules, RestingHistory.read(resting, range), calibration.calibrations(range), feedback);
        try (BucketDayReader collarDays = BucketDayReader.byBucket(
                        (day, bucket) -> readings.collarDays(day, bucket, bucket + 1), days, range, attempt);
                TimelineWriter writer = new TimelineWriter(tables, buckets, attempt)) {
            for (CollarDay day = collarDays.next(); day != null; day = collarDays.next()) {
                writer.write(processor.process(day));
            }
            return writer.finish();
        }
    }
}
