/** Tests of the job that folds feedback into published events. */
@NullMarked
package io.petty.jobs.folding;

import org.jspecify.annotations.NullMarked;
