/**
 * What a command writes for its user: standard output, whose failures don't go unnoticed, and files that appear whole or
 * not at all.
 */
@NullMarked
package io.petty.output;

import org.jspecify.annotations.NullMarked;
