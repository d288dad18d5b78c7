/** Tests of the rules, with readings built for each rule. */
@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
