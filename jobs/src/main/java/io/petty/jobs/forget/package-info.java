/** Erases a collar from all tables and records of a lake. */
@NullMarked
package io.petty.jobs.forget;

import org.jspecify.annotations.NullMarked;
