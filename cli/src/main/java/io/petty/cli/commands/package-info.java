/** The commands that run jobs and read the lake, one class each, and the options and steps that they share. */
@NullMarked
package io.petty.cli.commands;

import org.jspecify.annotations.NullMarked;
