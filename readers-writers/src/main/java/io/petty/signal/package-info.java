/** The signals that an operating system, a supervisor or a user sends to end a process. */
@NullMarked
package io.petty.signal;

import org.jspecify.annotations.NullMarked;
