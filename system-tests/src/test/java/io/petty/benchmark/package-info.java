/** What Petty is measured against, and whether the two agree. */
@NullMarked
package io.petty.benchmark;

import org.jspecify.annotations.NullMarked;
