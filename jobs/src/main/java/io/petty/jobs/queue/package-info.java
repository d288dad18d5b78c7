/** The queue that carries partitions to workers, and what a message says. */
@NullMarked
package io.petty.jobs.queue;

import org.jspecify.annotations.NullMarked;
