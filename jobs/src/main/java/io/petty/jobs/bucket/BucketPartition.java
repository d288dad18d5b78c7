package io.petty.jobs.bucket;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of buckets of collars.
 *
 * @param from the first bucket
 * @param to the bucket after the last
 */
public record BucketPartition(int from, int to) implements Serializable {

    /**
     * Divides all buckets into as many ranges as the readings justify, since each partition has a fixed cost.
     *
     * @param readings number of readings of all buckets
     * @param worth number of readings that justify a partition
     * @param most maximum number of partitions
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
