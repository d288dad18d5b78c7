/**
 * The results of a day (events, summaries, resting heart rates and counts of voices), their tables, and days of a time
 * zone.
 */
@NullMarked
package io.petty.timeline;

import org.jspecify.annotations.NullMarked;
