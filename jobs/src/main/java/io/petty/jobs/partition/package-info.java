/** Partitions of steps as pure work, and the engine that executes them. Independent of Spring. */
@NullMarked
package io.petty.jobs.partition;

import org.jspecify.annotations.NullMarked;
