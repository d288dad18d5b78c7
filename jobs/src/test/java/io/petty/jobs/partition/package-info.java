@NullMarked
package io.petty.jobs.partition;

import org.jspecify.annotations.NullMarked;
