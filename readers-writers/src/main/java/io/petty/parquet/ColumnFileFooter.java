package io.petty.parquet;

import java.util.Map;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * What the end of a file says of its row groups, columns and metadata: taken from one {@link ColumnFileReader}, it saves
 * others of the same file, also in other threads, from reading it again.
 */
public final class ColumnFileFooter {
    final ParquetMetadata parquet;

    ColumnFileFooter(ParquetMetadata parquet) {
        this.parquet = parquet;
    }

    /** What the writer kept in the footer. */
    public Map<String, String> keyValueMetadata() {
        return parquet.getFileMetaData().getKeyValueMetaData();
    }
}
