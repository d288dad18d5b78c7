package io.petty.access;

import java.time.Instant;
import java.util.Set;

/**
 * What who signed in, or refreshed, is given.
 *
 * @param accessToken a signed token for each request
 * @param refreshToken good for one refresh
 */
public record SignedIn(
        String accessToken,
        Instant accessExpiresAt,
        String refreshToken,
        Instant refreshExpiresAt,
        Set<String> collars,
        Set<Permission> permissions) {
    public SignedIn {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
    }

    /** Neither token. */
    @Override
    public String toString() {
        return "SignedIn[accessExpiresAt=%s, refreshExpiresAt=%s, collars=%d, permissions=%s]"
                .formatted(accessExpiresAt, refreshExpiresAt, collars.size(), permissions);
    }
}
