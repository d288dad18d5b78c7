/** The service's own settings, below {@code petty.api}, with their defaults and limits. */
@NullMarked
package io.petty.api.settings;

import org.jspecify.annotations.NullMarked;
