/**
 * The version of the build, which Petty's programs print and write to files. Rules and access have versions of their
 * own.
 */
@NullMarked
package io.petty.version;

import org.jspecify.annotations.NullMarked;
