@NullMarked
package io.petty.jobs.rules;

import org.jspecify.annotations.NullMarked;
