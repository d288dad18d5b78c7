/** Tests of the job that computes event days. */
@NullMarked
package io.petty.jobs.timeline;

import org.jspecify.annotations.NullMarked;
