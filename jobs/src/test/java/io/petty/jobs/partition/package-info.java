/** Tests of the engine that executes partitions on threads. */
@NullMarked
package io.petty.jobs.partition;

import org.jspecify.annotations.NullMarked;
