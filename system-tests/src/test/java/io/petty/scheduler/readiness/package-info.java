/** Tests of readiness checks that need the page's scripts, and the Node that comes with the page's tests. */
@NullMarked
package io.petty.scheduler.readiness;

import org.jspecify.annotations.NullMarked;
