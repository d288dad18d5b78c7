/** The job that reads a delivery day: raw files become readings and rejects. */
@NullMarked
package io.petty.jobs.ingest;

import org.jspecify.annotations.NullMarked;
