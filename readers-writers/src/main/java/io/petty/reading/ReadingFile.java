package io.petty.reading;

import io.petty.parquet.ColumnFileFooter;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.io.InputFile;

/** Reads a single file of the readings table. */
public final class ReadingFile {
    private ReadingFile() {}

    /** Receives the readings of collars, in the order of the file. */
    public interface Collars {
        void collar(int bucket, CollarDay readings) throws IOException;
    }

    /** Reads a whole file. */
    public static void read(InputFile input, Collars into) throws IOException {
        ColumnFileFooter footer;
        try (ColumnFileReader file = new ColumnFileReader(input)) {
            footer = file.footer();
        }
        for (BucketRows bucket : BucketRows.of(footer)) {
            try (CollarDayReader rows =
                    new CollarDayReader(new ColumnFileReader(input, footer), bucket.from(), bucket.to())) {
                while (rows.next()) {
                    into.collar(bucket.bucket(), collar(rows));
                }
            }
        }
    }

    /** Returns the readings of one collar, usually as one block or none. Reads only the pages that may contain them. */
    public static List<CollarDay> of(InputFile input, String collarId) throws IOException {
        List<CollarDay> own = new ArrayList<>();
        try (ColumnFileReader file = new ColumnFileReader(input)) {
            for (RowRange range : file.rowsThatMayHold("collar_id", collarId)) {
                CollarDayReader rows = new CollarDayReader(file, range.from(), range.to());
                while (rows.next()) {
                    if (rows.collarId().equals(collarId)) {
                        own.add(collar(rows));
                    }
                }
            }
        }
        return own;
    }

    private static CollarDay collar(CollarDayReader rows) throws IOException {
        CollarDay.Builder day = new CollarDay.Builder(rows.collarId(), rows.day());
        rows.readRows(day);
        return day.build();
    }
}
