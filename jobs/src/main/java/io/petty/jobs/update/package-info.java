/** How a lake is brought up to date, which is what run, rerun and backfill share. */
@NullMarked
package io.petty.jobs.update;

import org.jspecify.annotations.NullMarked;
