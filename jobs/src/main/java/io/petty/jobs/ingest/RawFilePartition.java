package io.petty.jobs.ingest;

import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.DeliveryFile;
import io.petty.storage.StoredObject;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/** A group of raw files. */
public record RawFilePartition(List<StoredObject> files) implements Serializable {
    public RawFilePartition {
        files = new ArrayList<>(files);
    }

    /**
     * What reading the group gave.
     *
     * @param files with their counts
     * @param runs the places of the sorted runs; none where an engine passes readings on by itself
     * @param eventDays of the readings, in order
     * @param rejectFiles the data files of the rejects, not yet committed
     */
    public record Result(
            List<DeliveryFile> files, List<String> runs, List<LocalDate> eventDays, List<DataFile> rejectFiles)
            implements PartitionResult {
        public Result {
            files = new ArrayList<>(files);
            runs = new ArrayList<>(runs);
            eventDays = new ArrayList<>(eventDays);
            rejectFiles = new ArrayList<>(rejectFiles);
        }

        /** Lines. */
        @Override
        public long read() {
            return files.stream().mapToLong(DeliveryFile::lines).sum();
        }

        /** Readings. */
        @Override
        public long written() {
            return files.stream().mapToLong(DeliveryFile::readings).sum();
        }
    }
}
