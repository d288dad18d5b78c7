/** Recognizes the names of forgotten collars and of their events, from keyed hashes alone. */
@NullMarked
package io.petty.forgotten;

import org.jspecify.annotations.NullMarked;
