/** Synthetic raw days that look like life, the same bytes for the same seed. */
@NullMarked
package io.petty.generate;

import org.jspecify.annotations.NullMarked;
