/** Removes what a lake keeps for a time only: old snapshots and records, and files that no table knows. */
@NullMarked
package io.petty.jobs.maintain;

import org.jspecify.annotations.NullMarked;
