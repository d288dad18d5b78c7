/** The program of the read-only HTTP service: its command line, its settings and its parts. */
@NullMarked
package io.petty.api;

import org.jspecify.annotations.NullMarked;
