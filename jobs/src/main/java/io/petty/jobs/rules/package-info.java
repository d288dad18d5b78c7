/**
 * The rules of section 3 of the specification: what they make of one collar's UTC day. Plain Java over primitive
 * columns; every comparison with a figure is exact.
 */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
