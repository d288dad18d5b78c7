/** Tests of partitioned steps, and recorded jobs for the tests of single steps. */
@NullMarked
package io.petty.jobs.batch;

import org.jspecify.annotations.NullMarked;
