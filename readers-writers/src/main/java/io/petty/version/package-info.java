/** The version of Petty, which its programs print and write to files; not versions of rules or of access. */
@NullMarked
package io.petty.version;

import org.jspecify.annotations.NullMarked;
