package io.petty.parquet;

import java.util.Map;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * The footer of a file: its row groups, columns and metadata. The footer of one {@link ColumnFileReader} can be passed
 * to other readers of the same file, also in other threads, which then don't read it again.
 */
public final class ColumnFileFooter {
    final ParquetMetadata parquet;

    ColumnFileFooter(ParquetMetadata parquet) {
        this.parquet = parquet;
    }

    /** Returns the metadata that the writer stored in the footer. */
    public Map<String, String> keyValueMetadata() {
        return parquet.getFileMetaData().getKeyValueMetaData();
    }
}
