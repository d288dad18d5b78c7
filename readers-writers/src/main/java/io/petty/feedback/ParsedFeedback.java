package io.petty.feedback;

import io.petty.raw.Reject;
import org.jspecify.annotations.Nullable;

/** The result of parsing a document: feedback or a reject, never both. */
public record ParsedFeedback(
        @Nullable Feedback feedback, @Nullable Reject reject) {}
