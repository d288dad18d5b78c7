/** The job that reads feedback documents, and what is recorded of them. */
@NullMarked
package io.petty.jobs.feedback;

import org.jspecify.annotations.NullMarked;
