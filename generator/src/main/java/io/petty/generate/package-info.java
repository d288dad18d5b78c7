/** Generates synthetic raw days that resemble real life. The same seed and settings give the same lines. */
@NullMarked
package io.petty.generate;

import org.jspecify.annotations.NullMarked;
