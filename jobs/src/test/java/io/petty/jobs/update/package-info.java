/** Tests of what a run does. */
@NullMarked
package io.petty.jobs.update;

import org.jspecify.annotations.NullMarked;
