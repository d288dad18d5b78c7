/** Partitions on other machines: who has claimed which, which workers there are, and what a worker does. */
@NullMarked
package io.petty.jobs.worker;

import org.jspecify.annotations.NullMarked;
