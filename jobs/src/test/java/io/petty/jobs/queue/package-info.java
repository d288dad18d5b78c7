@NullMarked
package io.petty.jobs.queue;

import org.jspecify.annotations.NullMarked;
