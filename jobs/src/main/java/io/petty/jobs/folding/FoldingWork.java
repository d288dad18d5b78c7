package io.petty.jobs.folding;

import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * Feedback is folded into published events.
 *
 * @param published the files of the days' publications
 * @param feedback on the events of days that have some
 */
record FoldingWork(
        int buckets,
        CalibrationRules rules,
        Table timelines,
        Table voices,
        Map<LocalDate, Published> published,
        Map<LocalDate, DayVoices> feedback)
        implements PartitionWork<FoldingPartition, FoldingPartition.Result> {
    /** What is published of a day. */
    record Published(List<DataFile> timelines, List<DataFile> voices) implements Serializable {
        Published {
            timelines = new ArrayList<>(timelines);
            voices = new ArrayList<>(voices);
        }
    }

    @Override
    public FoldingPartition.Result run(FoldingPartition partition, Attempt attempt) throws IOException {
        LocalDate day = partition.day();
        Published files = Objects.requireNonNull(published.get(day));
        DayVoices said = feedback.getOrDefault(day, DayVoices.NONE);
        BucketFolding folding = new BucketFolding(
                timelines, voices, rules, day, said, attempt.name(), files.timelines(), files.voices());
        for (int bucket = 0; bucket < buckets; bucket++) {
            attempt.check();
            folding.fold(bucket);
            attempt.unitsDone(1);
        }
        return new FoldingPartition.Result(
                day,
                folding.timelines(),
                folding.voices(),
                folding.totals().list(),
                said.documents() - folding.found().documents(),
                folding.found().carried());
    }
}
