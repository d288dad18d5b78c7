/**
 * Tables' rows in Parquet files: column batches are written to and read from Iceberg's files, with statistics and page
 * checksums.
 */
@NullMarked
package io.petty.parquet;

import org.jspecify.annotations.NullMarked;
