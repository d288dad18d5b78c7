/** Petty on AWS: the stacks of one deployment, for staging and for production. */
@NullMarked
package io.petty.cdk;

import org.jspecify.annotations.NullMarked;
