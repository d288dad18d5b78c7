package io.petty.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All tokens that come of one issue or one code.
 *
 * @param userKey a keyed hash of whom they are for
 * @param createdAt of the issue
 * @param expiresAt when the last of them is out
 * @param revokedAt null while they count
 * @param revokedWhy {@code command}, {@code sign-out} or {@code reuse}; null while they count
 */
public record TokenFamily(
        String id,
        String userKey,
        Set<String> collars,
        Set<Permission> permissions,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedWhy) {
    public TokenFamily {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
    }
}
