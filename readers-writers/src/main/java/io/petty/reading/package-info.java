@NullMarked
package io.petty.reading;

import org.jspecify.annotations.NullMarked;
