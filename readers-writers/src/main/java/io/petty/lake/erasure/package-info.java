/** Every column of the database that can hold a collar, and how a forgotten collar is erased from them. */
@NullMarked
package io.petty.lake.erasure;

import org.jspecify.annotations.NullMarked;
