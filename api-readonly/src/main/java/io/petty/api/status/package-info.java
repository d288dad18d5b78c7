/** The endpoints for the states of days, runs and rejects. */
@NullMarked
package io.petty.api.status;

import org.jspecify.annotations.NullMarked;
