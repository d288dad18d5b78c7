/** Petty on AWS: the stacks of a deployment, for staging and for production. */
@NullMarked
package io.petty.cdk;

import org.jspecify.annotations.NullMarked;
