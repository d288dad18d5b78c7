/**
 * An independent implementation of the specification in the simplest way: whole files in memory, lists of objects,
 * exact fractions, one method per rule. It is written only from the specification and shares no code with the product,
 * so a mistake in one of them shows when their results are compared.
 */
@NullMarked
package io.petty.systemtests.reference;

import org.jspecify.annotations.NullMarked;
