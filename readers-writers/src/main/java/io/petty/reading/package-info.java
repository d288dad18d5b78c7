/**
 * Readings of collars: packed in memory, sorted in runs, and stored in the readings table by event day and delivery
 * day.
 */
@NullMarked
package io.petty.reading;

import org.jspecify.annotations.NullMarked;
