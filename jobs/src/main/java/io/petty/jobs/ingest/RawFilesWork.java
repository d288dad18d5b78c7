package io.petty.jobs.ingest;

import io.petty.forgotten.Forgotten;
import io.petty.jobs.batch.NewFile;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.PartitionWork;
import io.petty.raw.RawRules;
import io.petty.raw.Reject;
import io.petty.reading.CollarBuckets;
import io.petty.reading.ReadingSorter;
import io.petty.reading.SortedRunFiles;
import io.petty.storage.Storage;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.iceberg.io.FileIO;

/**
 * Turns raw files into sorted runs of readings and a file of rejects.
 *
 * @param forgotten the forgotten collars; their lines count as forgotten
 * @param sortReadings how many readings are sorted at once, see {@link ReadingSorter}
 * @param workFiles the storage of the sorted runs, which are below {@code workFolder}
 */
public record RawFilesWork(
        Storage raw,
        LocalDate deliveryDay,
        RawRules rules,
        Forgotten forgotten,
        CollarBuckets buckets,
        int sortReadings,
        RowTable<Reject> rejects,
        FileIO workFiles,
        String workFolder)
        implements PartitionWork<RawFilePartition, RawFilePartition.Result> {
    @Override
    public RawFilePartition.Result run(RawFilePartition group, Attempt attempt) throws IOException {
        // Each attempt has its own folder, so it never finds an incomplete file of an earlier attempt.
        SortedRunFiles runs = new SortedRunFiles(workFiles, workFolder + "/" + attempt.name());
        ReadingSorter sorter = new ReadingSorter(runs, buckets, sortReadings);
        try (RawBlockReader blocks = open(group, attempt);
                NewFile<Reject> rejectFile = rejectFile(attempt.name())) {
            for (RawBlock block = blocks.read(); block != null; block = blocks.read()) {
                sorter.add(block.readings());
                rejectFile.write(block.rejects());
            }
            sorter.finish();
            return new RawFilePartition.Result(
                    blocks.counts(), runs.locations(), sorter.eventDays(), rejectFile.finish());
        }
    }

    /** Creates the file for the rejects. */
    public NewFile<Reject> rejectFile(String name) {
        return rejects.newFile(TableFiles.partition(rejects.table(), deliveryDay), name);
    }

    /** Opens a group of raw files. */
    public RawBlockReader open(RawFilePartition group, Attempt attempt) {
        return new RawBlockReader(raw, deliveryDay, group, rules, forgotten, attempt);
    }
}
