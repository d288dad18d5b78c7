package io.petty.spark;

import org.apache.spark.Partitioner;

/** One shuffle partition for each bucket of collars, and a last one for the summary. */
final class BucketPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int buckets;

    BucketPartitioner(int buckets) {
        this.buckets = buckets;
    }

    @Override
    public int numPartitions() {
        return buckets + 1;
    }

    @Override
    public int getPartition(Object key) {
        int bucket = ((ShuffleKey) key).bucket();
        return bucket == ShuffleKey.SUMMARY ? buckets : bucket;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketPartitioner partitioner && partitioner.buckets == buckets;
    }

    @Override
    public int hashCode() {
        return buckets;
    }
}
