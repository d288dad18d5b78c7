/** Tools for tests that start processes: time limits, the processes' output, and a clock that only tests move. */
@NullMarked
package io.petty.process;

import org.jspecify.annotations.NullMarked;
