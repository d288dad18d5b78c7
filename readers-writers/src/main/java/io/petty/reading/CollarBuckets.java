package io.petty.reading;

import java.io.Serializable;
import org.apache.iceberg.transforms.Transforms;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.SerializableFunction;

/**
 * Assigns collars to a fixed number of buckets by Iceberg's bucket transform, so that partitions, file order and
 * planning agree. The setting is {@code petty.buckets}.
 */
public final class CollarBuckets implements Serializable {
    /** The default of {@code petty.buckets}. */
    public static final int DEFAULT_COUNT = 16;

    private static final int MAX_COUNT = 1024;

    private final int count;
    private final SerializableFunction<CharSequence, Integer> transform;

    /** @param count 1 to 1024 */
    public CollarBuckets(int count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("petty.buckets must be 1 to %d, not %d".formatted(MAX_COUNT, count));
        }
        this.count = count;
        this.transform = Transforms.<CharSequence>bucket(count).bind(Types.StringType.get());
    }

    /** Returns the number of buckets. */
    public int count() {
        return count;
    }

    /** Returns the bucket of a collar, 0 to {@link #count()} − 1. */
    public int bucket(String collarId) {
        return transform.apply(collarId);
    }
}
