@NullMarked
package io.petty.jobs.folding;

import org.jspecify.annotations.NullMarked;
