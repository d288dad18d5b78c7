/** The job that computes and publishes event days: readings become timelines and summaries. */
@NullMarked
package io.petty.jobs.timeline;

import org.jspecify.annotations.NullMarked;
