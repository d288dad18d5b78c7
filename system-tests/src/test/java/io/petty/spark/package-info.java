/** Test programs that need package-private classes of the Spark module. */
@NullMarked
package io.petty.spark;

import org.jspecify.annotations.NullMarked;
