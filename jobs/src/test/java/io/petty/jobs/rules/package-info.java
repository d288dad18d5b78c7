/** Tests of the rules with readings that are made for each rule. */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
