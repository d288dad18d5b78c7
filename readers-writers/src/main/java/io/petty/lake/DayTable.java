package io.petty.lake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.petty.limits.InterruptibleLock;
import io.petty.reading.CollarBuckets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * The files of a table by snapshot, day and bucket. Snapshots never change, so cached lists of files stay valid. To
 * list files, the table's metadata is read again only for an unknown snapshot.
 */
final class DayTable {
    /** Enough for a year of days that are published several times each. The files of a day take some KB. */
    private static final int KEPT_DAYS = 1_000;

    private static final int BUCKET = 1;

    private record Key(long snapshot, LocalDate day) {}

    private final Supplier<Table> loading;
    private final CollarBuckets buckets;
    private final Cache<Key, List<List<String>>> files =
            Caffeine.newBuilder().maximumSize(KEPT_DAYS).build();
    private final InterruptibleLock loadingLock = new InterruptibleLock();
    private @Nullable Table table;

    /** @param loading loads the table; called when it is first needed */
    DayTable(Supplier<Table> loading, CollarBuckets buckets) {
        this.loading = loading;
        this.buckets = buckets;
    }

    /**
     * Returns the locations of the day's data files by bucket. Most buckets have one file.
     *
     * @throws NoSuchElementException if the table no longer has the snapshot
     */
    List<List<String>> files(long snapshot, LocalDate day) {
        return files.get(new Key(snapshot, day), key -> plan(key.snapshot(), key.day()));
    }

    private List<List<String>> plan(long snapshot, LocalDate day) {
        List<List<String>> byBucket = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            byBucket.add(new ArrayList<>());
        }
        for (DataFile file : Lake.dataFiles(with(snapshot), snapshot, Expressions.equal("day", day.toString()))) {
            byBucket.get(file.partition().get(BUCKET, Integer.class)).add(file.location());
        }
        return byBucket;
    }

    private Table with(long snapshot) {
        return loadingLock.hold(() -> {
            Table known = table;
            if (known == null || known.snapshot(snapshot) == null) {
                known = loading.get();
                table = known;
            }
            if (known.snapshot(snapshot) == null) {
                throw new NoSuchElementException("Table %s has no snapshot %d".formatted(known.name(), snapshot));
            }
            return known;
        });
    }

    /** Returns whether the table's newest metadata has a snapshot. */
    boolean has(long snapshot) {
        return loading.get().snapshot(snapshot) != null;
    }
}
