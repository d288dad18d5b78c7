/** The job that reads feedback documents, and the records of events with feedback on them. */
@NullMarked
package io.petty.jobs.feedback;

import org.jspecify.annotations.NullMarked;
