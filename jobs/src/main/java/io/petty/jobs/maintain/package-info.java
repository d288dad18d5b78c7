/** Removes old snapshots and records of a lake, and files that no table references. */
@NullMarked
package io.petty.jobs.maintain;

import org.jspecify.annotations.NullMarked;
