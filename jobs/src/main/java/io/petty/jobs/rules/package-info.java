/**
 * The rules of section 3 of the specification, which compute the timeline of one collar's UTC day. Plain Java over
 * primitive columns. Every comparison with a limit is exact.
 */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
