/** The state of days and runs, for engineers. */
@NullMarked
package io.petty.api.status;

import org.jspecify.annotations.NullMarked;
