/** Writes rows as text: newline-delimited JSON and CSV. */
@NullMarked
package io.petty.parquet.export;

import org.jspecify.annotations.NullMarked;
