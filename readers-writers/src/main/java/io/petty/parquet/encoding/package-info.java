/** Encodings of Parquet pages: dictionaries, run lengths, bit packing, deltas and Zstandard. */
@NullMarked
package io.petty.parquet.encoding;

import org.jspecify.annotations.NullMarked;
