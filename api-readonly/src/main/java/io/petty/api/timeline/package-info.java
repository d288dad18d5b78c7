/** The endpoints for collars, published days, timelines, summaries and events. */
@NullMarked
package io.petty.api.timeline;

import org.jspecify.annotations.NullMarked;
