/** Tests of the job that reads feedback. */
@NullMarked
package io.petty.jobs.feedback;

import org.jspecify.annotations.NullMarked;
