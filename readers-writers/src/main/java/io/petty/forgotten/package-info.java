/** Tells what names a forgotten collar, by keyed hashes alone. */
@NullMarked
package io.petty.forgotten;

import org.jspecify.annotations.NullMarked;
