/** How the jobs are put together and launched. */
@NullMarked
package io.petty.jobs.run;

import org.jspecify.annotations.NullMarked;
