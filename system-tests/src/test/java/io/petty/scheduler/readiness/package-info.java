/** What of the check of readiness needs the page's scripts, and the Node that comes with the tests of the page. */
@NullMarked
package io.petty.scheduler.readiness;

import org.jspecify.annotations.NullMarked;
