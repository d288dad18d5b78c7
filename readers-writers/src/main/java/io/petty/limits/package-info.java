/**
 * Locks and reads whose waits can be interrupted or are limited in time, so that a request that waits is still answered
 * in time.
 */
@NullMarked
package io.petty.limits;

import org.jspecify.annotations.NullMarked;
