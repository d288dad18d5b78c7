/** Timelines and summaries of collars, and the days that have them. */
@NullMarked
package io.petty.api.timeline;

import org.jspecify.annotations.NullMarked;
