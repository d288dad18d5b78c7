/**
 * What the rules make of one collar's UTC day: its timeline and summary. Section 3 of the specification, in plain Java
 * over primitive columns; every comparison with a figure is exact.
 */
@NullMarked
package io.petty.jobs.timeline;

import org.jspecify.annotations.NullMarked;
