@NullMarked
package io.petty.jobs.maintain;

import org.jspecify.annotations.NullMarked;
