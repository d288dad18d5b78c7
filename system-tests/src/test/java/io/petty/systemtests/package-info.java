/** Tests across modules: the product against an independent computation of its contract. */
@NullMarked
package io.petty.systemtests;

import org.jspecify.annotations.NullMarked;
