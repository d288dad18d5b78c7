/** Ranges of buckets, and how the readings of their collars are read in order. */
@NullMarked
package io.petty.jobs.bucket;

import org.jspecify.annotations.NullMarked;
