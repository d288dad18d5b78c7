package io.petty.jobs.ingest;

import io.petty.jobs.bucket.BucketDayReader;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.bucket.CollarDaySource;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import io.petty.reading.CollarDay;
import io.petty.reading.SortedRuns;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;

/**
 * Turns sorted runs into files of the readings table.
 *
 * @param rawFiles the work that read the readings
 * @param groups the raw files from which the readings were read
 * @param runs the locations of the sorted runs; empty if the engine itself passes the readings to this step
 * @param eventDays the event days of all readings
 */
public record ReadingsWork(
        RawFilesWork rawFiles,
        List<RawFilePartition> groups,
        List<String> runs,
        List<LocalDate> eventDays,
        Table readings)
        implements PartitionWork<BucketPartition, ReadingsWork.Result> {
    /**
     * The result of writing a range of buckets.
     *
     * @param files data files of the readings table, not yet committed
     */
    public record Result(List<DataFile> files, List<BucketContribution> contributions) implements PartitionResult {
        @Override
        public long read() {
            return written();
        }

        @Override
        public long written() {
            return contributions.stream()
                    .mapToLong(BucketContribution::readings)
                    .sum();
        }
    }

    @Override
    public Result run(BucketPartition buckets, Attempt attempt) throws IOException {
        SortedRuns sorted = new SortedRuns(rawFiles.workFiles(), runs);
        try (BucketDayReader days = BucketDayReader.byEventDay(sorted::collarDays, eventDays, buckets, attempt)) {
            return write(days, attempt);
        }
    }

    /** Writes readings to one file per event day. They must come in order of event day, bucket and collar. */
    public Result write(CollarDaySource days, Attempt attempt) throws IOException {
        try (ReadingWriter writer = new ReadingWriter(readings, rawFiles.deliveryDay(), rawFiles.buckets(), attempt)) {
            for (CollarDay day = days.next(); day != null; day = days.next()) {
                writer.write(day);
            }
            return writer.finish();
        }
    }
}
