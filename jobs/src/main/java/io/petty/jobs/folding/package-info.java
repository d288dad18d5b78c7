/** The job that folds new feedback into published timelines, and the rollback to an earlier run's events. */
@NullMarked
package io.petty.jobs.folding;

import org.jspecify.annotations.NullMarked;
