@NullMarked
package io.petty.timeline;

import org.jspecify.annotations.NullMarked;
