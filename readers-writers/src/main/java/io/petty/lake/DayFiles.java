package io.petty.lake;

import io.petty.reading.CollarBuckets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** The data files of a day in one snapshot of a table, by bucket of collars; mostly one for each. */
record DayFiles(List<List<String>> byBucket) {
    private static final int BUCKET = 1;

    static DayFiles of(Table table, long snapshot, LocalDate day, CollarBuckets buckets) {
        List<List<String>> byBucket = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            byBucket.add(new ArrayList<>());
        }
        for (DataFile file : Lake.dataFiles(table, snapshot, Expressions.equal("day", day.toString()))) {
            byBucket.get(file.partition().get(BUCKET, Integer.class)).add(file.location());
        }
        return new DayFiles(byBucket.stream().map(List::copyOf).toList());
    }

    List<String> of(int bucket) {
        return byBucket.get(bucket);
    }

    List<String> all() {
        return byBucket.stream().flatMap(List::stream).toList();
    }
}
