@NullMarked
package io.petty.jobs.feedback;

import org.jspecify.annotations.NullMarked;
