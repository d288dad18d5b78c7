/** Finds settings and says which of them make no sense, for each of our programs in the same way. */
@NullMarked
package io.petty.settings;

import org.jspecify.annotations.NullMarked;
