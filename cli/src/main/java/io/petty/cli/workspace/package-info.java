/** The environment of commands: settings, the home, its database and lake, the terminal. */
@NullMarked
package io.petty.cli.workspace;

import org.jspecify.annotations.NullMarked;
