package io.petty.jobs.folding;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.timeline.Event;
import io.petty.timeline.VoiceCount;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

/**
 * Folds feedback into published events.
 *
 * @param feedback the voices on the days' events, by day; days without voices are missing
 */
record FoldingWork(
        int buckets,
        CalibrationRules rules,
        RowTable<Event> timelines,
        RowTable<VoiceCount> voices,
        Map<LocalDate, PublishedFiles> published,
        Map<LocalDate, DayVoices> feedback)
        implements PartitionWork<FoldingPartition, FoldingPartition.Result> {
    @Override
    public FoldingPartition.Result run(FoldingPartition partition, Attempt attempt) throws IOException {
        LocalDate day = partition.day();
        BucketFolding folding = new BucketFolding(
                timelines,
                voices,
                rules,
                day,
                feedback.getOrDefault(day, DayVoices.NONE),
                attempt.name(),
                Objects.requireNonNull(published.get(day)));
        for (int bucket = 0; bucket < buckets; bucket++) {
            attempt.check();
            folding.fold(bucket);
            attempt.unitsDone(1);
        }
        return folding.result();
    }
}
