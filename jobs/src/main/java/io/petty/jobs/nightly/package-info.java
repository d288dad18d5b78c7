/** The run that brings a lake up to date. */
@NullMarked
package io.petty.jobs.nightly;

import org.jspecify.annotations.NullMarked;
