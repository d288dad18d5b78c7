/**
 * Locks and reads that a request can wait for and still be answered in time: each wait can be interrupted or has a time
 * limit.
 */
@NullMarked
package io.petty.limits;

import org.jspecify.annotations.NullMarked;
