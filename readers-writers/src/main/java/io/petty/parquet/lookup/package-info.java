/** Reads the rows of a single key, from only the pages that can hold it. Indexes and dictionaries stay in memory. */
@NullMarked
package io.petty.parquet.lookup;

import org.jspecify.annotations.NullMarked;
