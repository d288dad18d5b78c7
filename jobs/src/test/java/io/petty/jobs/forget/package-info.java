/** Tests of the erasure of collars. */
@NullMarked
package io.petty.jobs.forget;

import org.jspecify.annotations.NullMarked;
