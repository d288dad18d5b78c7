package io.petty.access;

import io.petty.secret.Secrets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The next refresh token of a family.
 *
 * @param follows the refresh token that was exchanged for it; null for the first of a family
 * @param recordedUntil the expiry of the token if an earlier call of the same attempt recorded it; null if it isn't
 *     recorded yet
 */
record NextToken(
        TokenFamily family,
        String text,
        @Nullable String follows,
        @Nullable Instant recordedUntil) {
    /** Returns a random token. */
    static NextToken random(TokenFamily family, @Nullable String follows) {
        return new NextToken(family, Secrets.random(), follows, null);
    }

    /** Omits both tokens. */
    @Override
    public String toString() {
        return "NextToken[family=%s, recordedUntil=%s]".formatted(family.id(), recordedUntil);
    }
}
