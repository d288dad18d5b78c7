@NullMarked
package io.petty.jobs.ingest;

import org.jspecify.annotations.NullMarked;
