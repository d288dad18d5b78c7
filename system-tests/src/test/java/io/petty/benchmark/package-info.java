/** Benchmarks of Petty against other programs, and checks that their results agree. */
@NullMarked
package io.petty.benchmark;

import org.jspecify.annotations.NullMarked;
