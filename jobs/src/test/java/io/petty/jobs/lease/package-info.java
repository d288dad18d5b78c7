@NullMarked
package io.petty.jobs.lease;

import org.jspecify.annotations.NullMarked;
