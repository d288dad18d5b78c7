/** Tests of voices and of the confidences that they change. */
@NullMarked
package io.petty.jobs.calibration;

import org.jspecify.annotations.NullMarked;
