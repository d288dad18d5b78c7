package io.petty.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; its secret isn't.
 *
 * @param name what it is for, in its maker's words
 * @param revokedAt null while it counts
 * @param lastUsedAt to about a minute; null for never
 */
public record ApiKey(
        String id,
        String name,
        Set<String> collars,
        Set<Permission> permissions,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {
    public ApiKey {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
    }

    /** {@code active}, {@code revoked} or {@code expired}. */
    public String state(Instant now) {
        return revokedAt != null ? "revoked" : now.isBefore(expiresAt) ? "active" : "expired";
    }
}
