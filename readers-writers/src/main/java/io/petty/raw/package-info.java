@NullMarked
package io.petty.raw;

import org.jspecify.annotations.NullMarked;
