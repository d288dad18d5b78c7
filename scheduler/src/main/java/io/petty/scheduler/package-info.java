/** The nightly daemon and its health. */
@NullMarked
package io.petty.scheduler;

import org.jspecify.annotations.NullMarked;
