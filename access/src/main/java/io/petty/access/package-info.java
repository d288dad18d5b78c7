@NullMarked
package io.petty.access;

import org.jspecify.annotations.NullMarked;
