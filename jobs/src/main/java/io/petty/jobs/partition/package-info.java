/** Partitions of steps as pure work, and the engine that executes them. Knows no Spring. */
@NullMarked
package io.petty.jobs.partition;

import org.jspecify.annotations.NullMarked;
