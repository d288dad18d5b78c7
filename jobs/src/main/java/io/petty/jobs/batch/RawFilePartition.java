package io.petty.jobs.batch;

import io.petty.lake.DeliveryFile;
import io.petty.storage.StoredObject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;

/** A group of raw files. */
record RawFilePartition(List<StoredObject> files) implements Serializable {
    RawFilePartition {
        files = new ArrayList<>(files);
    }

    /**
     * What reading the group gave.
     *
     * @param files with their counts
     * @param runs the places of the sorted runs
     * @param rejectFiles the data files of the rejects, not yet committed
     */
    record Result(List<DeliveryFile> files, List<String> runs, List<DataFile> rejectFiles) implements Serializable {
        Result {
            files = new ArrayList<>(files);
            runs = new ArrayList<>(runs);
            rejectFiles = new ArrayList<>(rejectFiles);
        }
    }
}
