/** Checks whether an installation is ready for production, by using it. */
@NullMarked
package io.petty.readiness;

import org.jspecify.annotations.NullMarked;
