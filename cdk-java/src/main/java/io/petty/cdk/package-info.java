/**
 * Petty on AWS: the program that defines the stacks of a deployment, for staging and for production. The stacks are in
 * the packages below.
 */
@NullMarked
package io.petty.cdk;

import org.jspecify.annotations.NullMarked;
