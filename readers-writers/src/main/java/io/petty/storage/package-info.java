@NullMarked
package io.petty.storage;

import org.jspecify.annotations.NullMarked;
