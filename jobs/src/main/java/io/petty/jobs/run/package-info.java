/** Starts the jobs, and restarts those that an earlier run did not finish. */
@NullMarked
package io.petty.jobs.run;

import org.jspecify.annotations.NullMarked;
