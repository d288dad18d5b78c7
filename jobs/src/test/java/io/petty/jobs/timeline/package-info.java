@NullMarked
package io.petty.jobs.timeline;

import org.jspecify.annotations.NullMarked;
