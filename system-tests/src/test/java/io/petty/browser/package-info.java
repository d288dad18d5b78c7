/** The page as a real browser shows it: Chromium, driven over its own service in a process of its own. */
@NullMarked
package io.petty.browser;

import org.jspecify.annotations.NullMarked;
