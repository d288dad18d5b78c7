/** One writer a lake: the lease that a run holds while it writes. */
@NullMarked
package io.petty.jobs.lease;

import org.jspecify.annotations.NullMarked;
