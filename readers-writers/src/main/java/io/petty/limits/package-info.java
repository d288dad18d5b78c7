/**
 * Waits with a time limit. A request that waits here for anything is ended by its time limit or by an interrupt, so
 * that it is answered in time.
 */
@NullMarked
package io.petty.limits;

import org.jspecify.annotations.NullMarked;
