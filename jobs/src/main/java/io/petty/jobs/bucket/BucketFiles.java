package io.petty.jobs.bucket;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The rows of each bucket of collars in the files of a table that is partitioned by day and bucket. */
public final class BucketFiles implements Serializable {
    private static final int BUCKET = 1;

    private final @Nullable FileIO io;
    private final Map<Integer, List<String>> locations = new HashMap<>();

    private BucketFiles(@Nullable FileIO io) {
        this.io = io;
    }

    public static BucketFiles none() {
        return new BucketFiles(null);
    }

    public static BucketFiles of(Table table, List<DataFile> files) {
        BucketFiles buckets = new BucketFiles(table.io());
        for (DataFile file : files) {
            buckets.locations
                    .computeIfAbsent(file.partition().get(BUCKET, Integer.class), bucket -> new ArrayList<>())
                    .add(file.location());
        }
        return buckets;
    }

    /** Returns the access to the files, or null if there are none. */
    @Nullable
    public FileIO io() {
        return io;
    }

    public List<String> locations(BucketPartition range) {
        List<String> found = new ArrayList<>();
        for (int bucket = range.from(); bucket < range.to(); bucket++) {
            found.addAll(locations.getOrDefault(bucket, List.of()));
        }
        return found;
    }
}
