package io.petty.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tokens that derive from one issue of tokens or one sign-in code.
 *
 * @param userKey a keyed hash of the user's id
 * @param expiresAt when the last of the tokens expires
 * @param revokedAt null unless the family is revoked
 * @param revokedWhy {@code command}, {@code sign-out} or {@code reuse}; null unless the family is revoked
 */
public record TokenFamily(
        String id,
        String userKey,
        Set<String> collars,
        Set<Permission> permissions,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedWhy) {}
