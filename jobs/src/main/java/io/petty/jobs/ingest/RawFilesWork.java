package io.petty.jobs.ingest;

import io.petty.forgotten.Forgotten;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.raw.RawRules;
import io.petty.reading.CollarBuckets;
import io.petty.reading.ReadingSorter;
import io.petty.reading.SortedRunFiles;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * Raw files become sorted runs of readings, and rejects.
 *
 * @param forgotten collars whose lines count as forgotten
 * @param sortReadings how many readings are sorted at once, see {@link ReadingSorter}
 * @param rejects the table of rejects
 * @param workFiles where runs are kept, below {@code workFolder}
 */
public record RawFilesWork(
        Storage raw,
        LocalDate deliveryDay,
        RawRules rules,
        Forgotten forgotten,
        CollarBuckets buckets,
        int sortReadings,
        Table rejects,
        FileIO workFiles,
        String workFolder)
        implements PartitionWork<RawFilePartition, RawFilePartition.Result> {
    @Override
    public RawFilePartition.Result run(RawFilePartition group, Attempt attempt) throws IOException {
        // A folder of this attempt alone, so that a repeated attempt never meets half a file.
        SortedRunFiles runs = new SortedRunFiles(workFiles, workFolder + "/" + attempt.name());
        ReadingSorter sorter = new ReadingSorter(runs, buckets, sortReadings);
        try (RawBlockReader blocks = open(group, attempt);
                RejectFile rejectFile = new RejectFile(rejects, deliveryDay, attempt.name())) {
            for (RawBlock block = blocks.read(); block != null; block = blocks.read()) {
                sorter.add(block.readings());
                rejectFile.write(block.rejects());
            }
            sorter.finish();
            return new RawFilePartition.Result(
                    blocks.counts(), runs.locations(), sorter.eventDays(), rejectFile.finish());
        }
    }

    /** Opens a group of raw files. */
    public RawBlockReader open(RawFilePartition group, Attempt attempt) {
        return new RawBlockReader(raw, deliveryDay, group, rules, forgotten, attempt);
    }
}
