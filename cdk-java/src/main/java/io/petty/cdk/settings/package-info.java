/** The settings of a stage, with their names, defaults and limits. Each size is a set of defaults. */
@NullMarked
package io.petty.cdk.settings;

import org.jspecify.annotations.NullMarked;
