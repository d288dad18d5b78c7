/** Tests of readiness checks that need the page's scripts, and Node as bundled with Playwright. */
@NullMarked
package io.petty.scheduler.readiness;

import org.jspecify.annotations.NullMarked;
