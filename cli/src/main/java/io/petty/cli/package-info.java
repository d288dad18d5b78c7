/** The petty command. */
@NullMarked
package io.petty.cli;

import org.jspecify.annotations.NullMarked;
