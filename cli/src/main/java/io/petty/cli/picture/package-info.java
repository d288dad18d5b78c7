/** Common parts of the pictures that commands draw: the SVG document with its card and colors, and a plot of shares. */
@NullMarked
package io.petty.cli.picture;

import org.jspecify.annotations.NullMarked;
