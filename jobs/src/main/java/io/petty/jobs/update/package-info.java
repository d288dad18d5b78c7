/** Brings a lake up to date. The commands run, rerun and backfill share this. */
@NullMarked
package io.petty.jobs.update;

import org.jspecify.annotations.NullMarked;
