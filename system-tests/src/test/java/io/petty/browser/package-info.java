/** Tests of the page in a real browser: Chromium, with the service in a separate process. */
@NullMarked
package io.petty.browser;

import org.jspecify.annotations.NullMarked;
