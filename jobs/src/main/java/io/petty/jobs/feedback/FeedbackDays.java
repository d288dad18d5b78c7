package io.petty.jobs.feedback;

import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.partition.PartitionResult;
import io.petty.lake.FeedbackDeliveries;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.iceberg.DataFile;

/** Event days whose feedback changed. */
record FeedbackDays(List<LocalDate> days) implements Serializable {
    /** Number of changes that justify a partition. */
    private static final long PARTITION_CHANGES = 20_000;

    FeedbackDays {
        days = new ArrayList<>(days);
    }

    /** Divides days into partitions by how much of their feedback changed. */
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

    /**
     * The current feedback on the days.
     *
     * @param changed all days of the partition; a day without feedback has neither a file nor an entry in {@code days}
     */
    record Result(List<LocalDate> changed, List<DataFile> files, List<FeedbackDeliveries.Day> days)
            implements PartitionResult {
        @Override
        public long read() {
            return written();
        }

        /** Returns the number of pieces of feedback. */
        @Override
        public long written() {
            return TableFiles.rows(files);
        }
    }
}
