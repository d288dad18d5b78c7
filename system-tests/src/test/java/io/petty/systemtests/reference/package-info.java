/**
 * What Petty ought to compute, worked out a second time in the plainest way: whole files in memory, lists of objects,
 * exact fractions, one method a rule. It is written from the contract of the data alone and shares no code with the
 * product, so that a mistake in one of them shows when their results are compared.
 */
@NullMarked
package io.petty.systemtests.reference;

import org.jspecify.annotations.NullMarked;
