/** Erases a collar from all that a lake keeps. */
@NullMarked
package io.petty.jobs.forget;

import org.jspecify.annotations.NullMarked;
