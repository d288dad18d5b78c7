/**
 * Compares published timelines with a truth file: reads the file, counts agreement by minute and by event, and draws
 * the result.
 */
@NullMarked
package io.petty.cli.accuracy;

import org.jspecify.annotations.NullMarked;
