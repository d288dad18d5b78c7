package io.petty.jobs.ingest;

import io.petty.jobs.batch.Partitions;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.DeliveryFile;
import io.petty.storage.StoredObject;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/** A group of raw files. */
public record RawFilePartition(List<StoredObject> files) implements Serializable {
    public RawFilePartition {
        files = new ArrayList<>(files);
    }

    /** Returns the raw files that a job's partitions have read. */
    static List<DeliveryFile> files(JobRepository repository, StepExecution step) {
        return Partitions.results(repository, step, Result.class).stream()
                .flatMap(result -> result.files().stream())
                .toList();
    }

    /**
     * The result of reading the group.
     *
     * @param files the raw files with their counts
     * @param runs the locations of the sorted runs; empty if the engine itself passes the readings to the next step
     * @param eventDays the event days of the readings, in order
     * @param rejectFiles the data files of the rejects, not yet committed
     */
    public record Result(
            List<DeliveryFile> files, List<String> runs, List<LocalDate> eventDays, List<DataFile> rejectFiles)
            implements PartitionResult {
        /** Returns the number of lines. */
        @Override
        public long read() {
            return files.stream().mapToLong(DeliveryFile::lines).sum();
        }

        /** Returns the number of readings. */
        @Override
        public long written() {
            return files.stream().mapToLong(DeliveryFile::readings).sum();
        }
    }
}
