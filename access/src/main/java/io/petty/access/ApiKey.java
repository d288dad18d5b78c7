package io.petty.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key without its secret.
 *
 * @param name its purpose, in its creator's words
 * @param revokedAt null unless it is revoked
 * @param lastUsedAt accurate to about a minute; null for never
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
    /** Returns {@code active}, {@code revoked} or {@code expired}. */
    public String state(Instant now) {
        return revokedAt != null ? "revoked" : now.isBefore(expiresAt) ? "active" : "expired";
    }
}
