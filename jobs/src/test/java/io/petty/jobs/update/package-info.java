/** Tests of bringing a lake up to date. */
@NullMarked
package io.petty.jobs.update;

import org.jspecify.annotations.NullMarked;
