/** The columns of the database that can contain a collar, and the erasure of a forgotten collar from them. */
@NullMarked
package io.petty.lake.erasure;

import org.jspecify.annotations.NullMarked;
