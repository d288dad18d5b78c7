/** The commands for API keys and tokens. */
@NullMarked
package io.petty.cli.access;

import org.jspecify.annotations.NullMarked;
