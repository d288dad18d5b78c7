@NullMarked
package io.petty.secret;

import org.jspecify.annotations.NullMarked;
