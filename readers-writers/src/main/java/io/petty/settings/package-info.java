/** Loads and validates settings, in the same way for all of Petty's programs. */
@NullMarked
package io.petty.settings;

import org.jspecify.annotations.NullMarked;
