/** The commands: one class each. */
@NullMarked
package io.petty.cli.commands;

import org.jspecify.annotations.NullMarked;
