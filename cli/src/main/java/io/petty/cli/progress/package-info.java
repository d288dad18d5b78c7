/** The progress of long commands on the terminal. */
@NullMarked
package io.petty.cli.progress;

import org.jspecify.annotations.NullMarked;
