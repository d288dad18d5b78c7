/** Tests of the rules. Each test builds the readings that its rule needs. */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
