/** The lease on a lake, which one run at a time holds while it writes. */
@NullMarked
package io.petty.lake.lease;

import org.jspecify.annotations.NullMarked;
