/** Who may read what, and how often. */
@NullMarked
package io.petty.api.access;

import org.jspecify.annotations.NullMarked;
