package io.petty.jobs.timeline;

import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.lake.Lake;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/**
 * A table's files of some published event days.
 *
 * @param table null if no day is published, since the table may not exist then
 * @param locations the locations of the files, by bucket of collars
 */
record BucketFiles<R>(@Nullable RowTable<R> table, Map<Integer, List<String>> locations) implements Serializable {
    static <R> BucketFiles<R> of(Collection<LocalDate> days, Supplier<RowTable<R>> table) {
        if (days.isEmpty()) {
            return new BucketFiles<>(null, Map.of());
        }
        RowTable<R> rows = table.get();
        Map<Integer, List<String>> locations = new HashMap<>();
        for (DataFile file : Lake.currentDataFiles(rows.table(), TableFiles.onDays(days))) {
            locations
                    .computeIfAbsent(TableFiles.bucket(file), bucket -> new ArrayList<>())
                    .add(file.location());
        }
        return new BucketFiles<>(rows, locations);
    }

    /** Reads the rows of a range of buckets. */
    void read(BucketPartition range, Consumer<R> into) throws IOException {
        for (int bucket = range.from(); table != null && bucket < range.to(); bucket++) {
            for (String location : locations.getOrDefault(bucket, List.of())) {
                table.read(location, into);
            }
        }
    }

    /** Reads the rows of one collar of a bucket. */
    void read(int bucket, String collarId, Function<R, String> collarOf, Consumer<R> into) throws IOException {
        if (table != null) {
            for (String location : locations.getOrDefault(bucket, List.of())) {
                table.readPagesWith(location, "collar_id", collarId, row -> {
                    if (collarOf.apply(row).equals(collarId)) {
                        into.accept(row);
                    }
                });
            }
        }
    }
}
