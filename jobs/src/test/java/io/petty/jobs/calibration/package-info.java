@NullMarked
package io.petty.jobs.calibration;

import org.jspecify.annotations.NullMarked;
