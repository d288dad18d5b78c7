/** Tests across modules. Many of them compare the product with an independent implementation of its contract. */
@NullMarked
package io.petty.systemtests;

import org.jspecify.annotations.NullMarked;
