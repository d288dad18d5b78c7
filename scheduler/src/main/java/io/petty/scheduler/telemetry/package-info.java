/** Logs, metrics and traces of runs. */
@NullMarked
package io.petty.scheduler.telemetry;

import org.jspecify.annotations.NullMarked;
