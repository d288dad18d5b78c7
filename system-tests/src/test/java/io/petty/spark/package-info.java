/** Programs of tests that need what the module for Spark shows to its own package alone. */
@NullMarked
package io.petty.spark;

import org.jspecify.annotations.NullMarked;
