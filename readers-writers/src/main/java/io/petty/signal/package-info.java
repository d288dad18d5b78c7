/** The signals by which an operating system, a supervisor or a person at a terminal ends a process. */
@NullMarked
package io.petty.signal;

import org.jspecify.annotations.NullMarked;
