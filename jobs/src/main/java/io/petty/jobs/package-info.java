/** The settings, progress, stop requests and failure messages that all jobs and runs share. */
@NullMarked
package io.petty.jobs;

import org.jspecify.annotations.NullMarked;
