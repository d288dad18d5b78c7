/**
 * The output of a command: standard output that reports its failures, and files that are written whole or not at all.
 */
@NullMarked
package io.petty.output;

import org.jspecify.annotations.NullMarked;
