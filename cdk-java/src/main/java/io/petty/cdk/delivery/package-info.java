/** The repositories of images, and the roles of the workflows that deploy. */
@NullMarked
package io.petty.cdk.delivery;

import org.jspecify.annotations.NullMarked;
