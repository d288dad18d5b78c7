/** Tests of the deployment in {@code deploy/compose}, whose services run as processes. */
@NullMarked
package io.petty.compose;

import org.jspecify.annotations.NullMarked;
