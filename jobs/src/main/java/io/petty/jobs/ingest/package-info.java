/** What is decided when a delivery day is ingested, in plain Java. */
@NullMarked
package io.petty.jobs.ingest;

import org.jspecify.annotations.NullMarked;
