/**
 * Reads and writes the rows of tables as Parquet files: batches of columns, with Iceberg's statistics and checksums of
 * all pages.
 */
@NullMarked
package io.petty.parquet;

import org.jspecify.annotations.NullMarked;
