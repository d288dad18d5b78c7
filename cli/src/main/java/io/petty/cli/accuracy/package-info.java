/**
 * How well published timelines agree with a truth: reading the truth file, counting by minute and by event, drawing the
 * result.
 */
@NullMarked
package io.petty.cli.accuracy;

import org.jspecify.annotations.NullMarked;
