/** Tools for tests with processes of their own: time limits, their output, and a clock set by hand. */
@NullMarked
package io.petty.process;

import org.jspecify.annotations.NullMarked;
