/** Generates synthetic raw days that resemble real life. The same seed gives the same bytes. */
@NullMarked
package io.petty.generate;

import org.jspecify.annotations.NullMarked;
