/** Reads the rows of a single key: only the pages that can hold it, which stay in memory. */
@NullMarked
package io.petty.parquet.lookup;

import org.jspecify.annotations.NullMarked;
