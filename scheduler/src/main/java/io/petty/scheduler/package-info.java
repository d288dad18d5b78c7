/** The nightly daemon, its schedule and its health. */
@NullMarked
package io.petty.scheduler;

import org.jspecify.annotations.NullMarked;
