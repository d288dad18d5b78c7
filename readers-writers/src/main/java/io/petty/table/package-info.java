@NullMarked
package io.petty.table;

import org.jspecify.annotations.NullMarked;
