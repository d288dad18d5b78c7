/** The hot kernels one by one, by JMH; {@code system-tests/benchmark --kernels} runs them. */
@NullMarked
package io.petty.benchmark.kernels;

import org.jspecify.annotations.NullMarked;
