/** Checks whether an installation is ready for production, by really using it. */
@NullMarked
package io.petty.readiness;

import org.jspecify.annotations.NullMarked;
