/** The parts that all jobs share: how Spring Batch runs their partitioned steps, and the files that they work on. */
@NullMarked
package io.petty.jobs.batch;

import org.jspecify.annotations.NullMarked;
