package io.petty.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The refresh token that a family gets next.
 *
 * @param follows the refresh token that was traded for it; null for the first of a family
 * @param recordedUntil when it expires, if an earlier call of the same attempt recorded it; null while it is not recorded
 */
record NextToken(
        TokenFamily family,
        String text,
        @Nullable String follows,
        @Nullable Instant recordedUntil) {
    /** A random token. */
    static NextToken random(TokenFamily family, @Nullable String follows) {
        return new NextToken(family, OpaqueText.secret(), follows, null);
    }

    /** Not the tokens. */
    @Override
    public String toString() {
        return "NextToken[family=%s, recordedUntil=%s]".formatted(family.id(), recordedUntil);
    }
}
