/** The commands for API keys and tokens, one class each. */
@NullMarked
package io.petty.cli.access;

import org.jspecify.annotations.NullMarked;
