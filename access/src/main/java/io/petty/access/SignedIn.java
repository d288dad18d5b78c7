package io.petty.access;

import java.time.Instant;
import java.util.Set;

/**
 * The result of a sign-in or a refresh.
 *
 * @param accessToken a signed token for requests
 * @param refreshToken a token for one refresh
 */
public record SignedIn(
        String accessToken,
        Instant accessExpiresAt,
        String refreshToken,
        Instant refreshExpiresAt,
        Set<String> collars,
        Set<Permission> permissions) {
    /** Omits both tokens. */
    @Override
    public String toString() {
        return "SignedIn[accessExpiresAt=%s, refreshExpiresAt=%s, collars=%d, permissions=%s]"
                .formatted(accessExpiresAt, refreshExpiresAt, collars.size(), permissions);
    }
}
