/** What a run tells those who watch over it: logs, metrics and traces. */
@NullMarked
package io.petty.scheduler.telemetry;

import org.jspecify.annotations.NullMarked;
