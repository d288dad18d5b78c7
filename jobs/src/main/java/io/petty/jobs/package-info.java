/** What is computed of a delivery day and of an event day, and the run that brings them up to date. */
@NullMarked
package io.petty.jobs;

import org.jspecify.annotations.NullMarked;
