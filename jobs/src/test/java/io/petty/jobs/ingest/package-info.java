/** Tests of the job that ingests a delivery day. */
@NullMarked
package io.petty.jobs.ingest;

import org.jspecify.annotations.NullMarked;
