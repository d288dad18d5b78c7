/** Shows the progress of long commands on the terminal or in the log. */
@NullMarked
package io.petty.cli.progress;

import org.jspecify.annotations.NullMarked;
