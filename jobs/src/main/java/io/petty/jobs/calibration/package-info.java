/**
 * How owners' feedback is folded into timelines and changes later confidences, in plain Java.
 */
@NullMarked
package io.petty.jobs.calibration;

import org.jspecify.annotations.NullMarked;
