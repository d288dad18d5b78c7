/** The {@code petty} command. */
@NullMarked
package io.petty.scheduler;

import org.jspecify.annotations.NullMarked;
