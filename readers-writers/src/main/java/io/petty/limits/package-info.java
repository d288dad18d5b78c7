/**
 * Waits that end in time. Whatever a request waits for here, a time limit or an interrupt ends the wait, so that the request
 * is answered within its limit.
 */
@NullMarked
package io.petty.limits;

import org.jspecify.annotations.NullMarked;
