package io.petty.jobs.batch;

import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ItemReader;

/** Counts the buckets of collars. */
class BucketItemReader implements ItemReader<Integer> {
    private final int buckets;
    private int next;

    BucketItemReader(int buckets) {
        this.buckets = buckets;
    }

    @Override
    public @Nullable Integer read() {
        return next == buckets ? null : Integer.valueOf(next++);
    }
}
