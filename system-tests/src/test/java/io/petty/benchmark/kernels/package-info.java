/** JMH benchmarks of the individual hot kernels; {@code system-tests/benchmark --kernels} runs them. */
@NullMarked
package io.petty.benchmark.kernels;

import org.jspecify.annotations.NullMarked;
