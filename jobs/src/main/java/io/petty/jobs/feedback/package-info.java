/** How owners' feedback is folded into timelines and moves later confidences, in plain Java. */
@NullMarked
package io.petty.jobs.feedback;

import org.jspecify.annotations.NullMarked;
