@NullMarked
package io.petty.jobs.batch;

import org.jspecify.annotations.NullMarked;
