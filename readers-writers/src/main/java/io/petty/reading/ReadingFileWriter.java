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
 * Writes one file of the readings table, collar by collar in the order of bucket and collar. The file's footer records
 * the rows of each bucket, so that a single bucket can be read.
 */
public final class ReadingFileWriter implements Closeable {
    /** The footer key of the rows of each bucket, as {@code bucket:from-to} separated by spaces. */
    static final String BUCKET_ROWS = "petty.bucket-rows";

    /**
     * A new bucket starts a new row group if the current one has at least this many rows. Reading a bucket then reads
     * few rows of other buckets.
     */
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

    /** Writes a collar's readings. Collars must come in the order of bucket and id. */
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

    /** Discards the file unless it is finished. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
