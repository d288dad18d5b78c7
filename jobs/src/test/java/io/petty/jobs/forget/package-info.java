@NullMarked
package io.petty.jobs.forget;

import org.jspecify.annotations.NullMarked;
