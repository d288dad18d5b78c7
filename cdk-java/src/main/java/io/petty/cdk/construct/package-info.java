/**
 * What all stacks are built from: their base class, keys, permissions, log groups and accepted findings. Nothing here
 * belongs to a particular stack.
 */
@NullMarked
package io.petty.cdk.construct;

import org.jspecify.annotations.NullMarked;
