package io.petty.lake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.petty.limits.InterruptibleLock;
import io.petty.reading.CollarBuckets;
import java.time.LocalDate;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table of days and buckets, and the files it had for a day in any snapshot. Snapshots never change, so that what was
 * planned once is true for good, and the table's metadata is only read again for a snapshot it doesn't know.
 */
final class DayTable {
    /** Of days in snapshots: more than a year of days, each published some times. A list takes some KB. */
    private static final int KEPT_DAYS = 1_000;

    private record Key(long snapshot, LocalDate day) {}

    private final Supplier<Table> loading;
    private final CollarBuckets buckets;
    private final Cache<Key, DayFiles> files =
            Caffeine.newBuilder().maximumSize(KEPT_DAYS).build();
    private final InterruptibleLock loadingLock = new InterruptibleLock();
    private @Nullable Table table;

    /** @param loading the table, when it is first asked for */
    DayTable(Supplier<Table> loading, CollarBuckets buckets) {
        this.loading = loading;
        this.buckets = buckets;
    }

    /** @throws NoSuchElementException when the table no longer has the snapshot */
    DayFiles files(long snapshot, LocalDate day) {
        return files.get(new Key(snapshot, day), key -> plan(key.snapshot(), key.day()));
    }

    private DayFiles plan(long snapshot, LocalDate day) {
        return DayFiles.of(with(snapshot), snapshot, day, buckets);
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

    /** Whether the table still has a snapshot, as its newest metadata tells. */
    boolean has(long snapshot) {
        return loading.get().snapshot(snapshot) != null;
    }
}
