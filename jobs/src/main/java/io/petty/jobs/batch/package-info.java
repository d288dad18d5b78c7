/** The jobs as Spring Batch runs them: one class configures one job. Nothing outside this package knows Spring. */
@NullMarked
package io.petty.jobs.batch;

import org.jspecify.annotations.NullMarked;
