package io.petty.jobs.timeline;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.bucket.BucketDayReader;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarBuckets;
import io.petty.reading.CollarDay;
import io.petty.reading.EventDayReadings;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.Summary;
import io.petty.timeline.VoiceCount;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns readings into timelines with feedback and calibrated confidences, summaries, resting heart rates and voices.
 *
 * @param days the days to compute
 * @param resting the resting heart rates of earlier days
 * @param calibration the voices on events of earlier days
 * @param feedback the voices on the days' events, by day; days without voices are missing
 */
record TimelineWork(
        List<LocalDate> days,
        TimelineRules rules,
        CollarBuckets buckets,
        EventDayReadings readings,
        BucketFiles<RestingHeartRate> resting,
        CalibrationVoices calibration,
        Map<LocalDate, DayVoices> feedback,
        Tables tables)
        implements PartitionWork<BucketPartition, TimelinePartition> {
    /**
     * The tables to write to.
     *
     * @param voices null if there is no feedback
     */
    record Tables(
            RowTable<Event> timelines,
            RowTable<Summary> summaries,
            RowTable<RestingHeartRate> resting,
            @Nullable RowTable<VoiceCount> voices)
            implements Serializable {}

    @Override
    public TimelinePartition run(BucketPartition range, Attempt attempt) throws IOException {
        Map<String, List<RestingHeartRate>> earlier = new HashMap<>();
        resting.read(
                range,
                rate -> earlier.computeIfAbsent(rate.collarId(), collar -> new ArrayList<>())
                        .add(rate));
        TimelineProcessor processor = new TimelineProcessor(rules, earlier, calibration.calibrations(range), feedback);
        try (BucketDayReader collarDays = BucketDayReader.byBucket(readings::collarDays, days, range, attempt);
                TimelineWriter writer = new TimelineWriter(tables, buckets, attempt)) {
            for (CollarDay day = collarDays.next(); day != null; day = collarDays.next()) {
                writer.write(processor.process(day));
            }
            return writer.finish();
        }
    }
}
