package io.petty.reading;

import io.petty.parquet.ColumnFileFooter;
import java.util.ArrayList;
import java.util.List;

/** The rows {@code from} to {@code to} (exclusive) of a file of readings, all of one bucket of collars. */
record BucketRows(int bucket, long from, long to) {

    /** Reads the buckets' rows from a file's footer, in the order of the file. */
    static List<BucketRows> of(ColumnFileFooter footer) {
        List<BucketRows> buckets = new ArrayList<>();
        String text = footer.keyValueMetadata().getOrDefault(ReadingFileWriter.BUCKET_ROWS, "");
        if (text.isEmpty()) {
            return buckets;
        }
        for (String entry : text.split(" ", -1)) {
            int colon = entry.indexOf(':');
            int dash = entry.indexOf('-', colon);
            buckets.add(new BucketRows(
                    Integer.parseInt(entry.substring(0, colon)),
                    Long.parseLong(entry.substring(colon + 1, dash)),
                    Long.parseLong(entry.substring(dash + 1))));
        }
        return buckets;
    }
}
