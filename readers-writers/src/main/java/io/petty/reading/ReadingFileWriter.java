package io.petty.reading;

import io.petty.parquet.ColumnFileWriter;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.OutputFile;

/**
 * Writes one file of the readings table, collar by collar in order of bucket and collar, and notes in the file's footer
 * which rows are which bucket's, so that a bucket is read alone.
 */
public final class ReadingFileWriter implements Closeable {
    /** Where the footer says which rows are which bucket's, as {@code bucket:from-to} with spaces between. */
    static final String BUCKET_ROWS = "petty.bucket-rows";

    /** Rows from which on a new bucket begins a new row group, so that reading it reads little else. */
    private static final long ROW_GROUP_ROWS = 1 << 15;

    private final ColumnFileWriter<DeliveredReadings> file;
    private final LocalDate deliveryDay;
    private final List<String> bucketRows = new ArrayList<>();
    private int bucket = -1;
    private long bucketStart;
    private long groupStart;

    public ReadingFileWriter(OutputFile file, LocalDate deliveryDay) throws IOException {
        this.file = new ColumnFileWriter<>(file, ReadingTable.COLUMNS);
        this.deliveryDay = deliveryDay;
    }

    /** Adds a collar's readings; collars come in order of bucket and id. */
    public void write(int collarBucket, CollarDay readings) throws IOException {
        if (collarBucket != bucket) {
            endBucket();
            bucket = collarBucket;
            bucketStart = file.rowCount();
            if (file.rowCount() - groupStart >= ROW_GROUP_ROWS) {
                file.endRowGroup();
                groupStart = file.rowCount();
            }
        }
        file.write(new DeliveredReadings(readings, deliveryDay), 0, readings.size());
    }

    private void endBucket() {
        if (file.rowCount() > bucketStart) {
            bucketRows.add("%d:%d-%d".formatted(bucket, bucketStart, file.rowCount()));
        }
    }

    /** Completes the file. */
    public DataFile finish(PartitionSpec spec, StructLike partition, SortOrder order) throws IOException {
        endBucket();
        file.putMetadata(BUCKET_ROWS, String.join(" ", bucketRows));
        file.finish();
        return file.dataFile(spec, partition, order);
    }

    /** Gives the file up unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
