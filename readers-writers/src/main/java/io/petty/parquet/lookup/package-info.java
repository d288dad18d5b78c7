/**
 * Looks up the rows of a single key by reading only the pages that can contain it. Indexes and dictionaries stay in
 * memory.
 */
@NullMarked
package io.petty.parquet.lookup;

import org.jspecify.annotations.NullMarked;
