package io.petty.jobs.bucket;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of buckets of collars.
 *
 * @param from the first bucket
 * @param to behind the last one
 */
public record BucketPartition(int from, int to) implements Serializable {

    /**
     * Cuts all buckets into ranges, as many as the readings are worth: a partition costs some work of its own.
     *
     * @param readings how many readings all buckets have together
     * @param worth how many readings make a partition worth while
     * @param most how many partitions there may be
     */
    public static List<BucketPartition> ranges(int buckets, long readings, long worth, int most) {
        int count = (int) Math.max(1, Math.min(Math.min(buckets, most), readings / worth));
        List<BucketPartition> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(new BucketPartition(buckets * i / count, buckets * (i + 1) / count));
        }
        return ranges;
    }
}
