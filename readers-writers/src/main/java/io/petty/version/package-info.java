/** The version of Petty, which its programs print and its files carry. Other versions, of rules or of access, don't belong here. */
@NullMarked
package io.petty.version;

import org.jspecify.annotations.NullMarked;
