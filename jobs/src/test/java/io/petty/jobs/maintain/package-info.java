/** Tests of what maintenance removes and keeps. */
@NullMarked
package io.petty.jobs.maintain;

import org.jspecify.annotations.NullMarked;
