package io.petty.jobs.feedback;

import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.FeedbackDeliveries;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.iceberg.DataFile;

/** Event days whose feedback changed, put together one after the other. */
record FeedbackDays(List<LocalDate> days) implements Serializable {
    /** Changes that make another partition worth while. */
    private static final long PARTITION_CHANGES = 20_000;

    FeedbackDays {
        days = new ArrayList<>(days);
    }

    /** Deals days out by how much of their feedback changed. */
    static List<FeedbackDays> of(SortedMap<LocalDate, Long> changes) {
        List<FeedbackDays> partitions = new ArrayList<>();
        List<LocalDate> days = new ArrayList<>();
        long sum = 0;
        for (Map.Entry<LocalDate, Long> day : changes.entrySet()) {
            days.add(day.getKey());
            sum += day.getValue();
            if (sum >= PARTITION_CHANGES) {
                partitions.add(new FeedbackDays(days));
                days.clear();
                sum = 0;
            }
        }
        if (!days.isEmpty() || partitions.isEmpty()) {
            partitions.add(new FeedbackDays(days));
        }
        return partitions;
    }

    /** What there is on the days now; a day without feedback has neither a file nor a record. */
    record Result(List<LocalDate> changed, List<DataFile> files, List<FeedbackDeliveries.Day> days)
            implements PartitionResult {
        Result {
            changed = new ArrayList<>(changed);
            files = new ArrayList<>(files);
            days = new ArrayList<>(days);
        }

        @Override
        public long read() {
            return written();
        }

        /** Pieces of feedback. */
        @Override
        public long written() {
            return files.stream().mapToLong(DataFile::recordCount).sum();
        }
    }
}
