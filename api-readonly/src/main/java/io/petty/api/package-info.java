/** The read-only HTTP service: how it is started and what it is made of. */
@NullMarked
package io.petty.api;

import org.jspecify.annotations.NullMarked;
