/** Renders timelines, summaries, explanations and feedback as text and pictures. */
@NullMarked
package io.petty.cli.render;

import org.jspecify.annotations.NullMarked;
