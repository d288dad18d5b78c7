/** Reads raw files: decompresses them, splits them into records, and turns each record into a reading or a reject. */
@NullMarked
package io.petty.raw;

import org.jspecify.annotations.NullMarked;
