package io.petty.access;

import java.time.Instant;
import java.util.Set;

/**
 * The holder of a valid credential.
 *
 * @param id {@code key:} and the key's id, or {@code token:} and the family's id; may be logged
 * @param collars the collars that the credential names; empty without {@code timelines:read}
 * @param expiresAt when the credential expires
 */
public record Principal(String id, Set<String> collars, Set<Permission> permissions, Instant expiresAt) {
    public Principal {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
    }

    /** Returns whether the holder may read the timelines and summaries of a collar. */
    public boolean mayRead(String collarId) {
        return may(Permission.TIMELINES_READ_ALL) || (may(Permission.TIMELINES_READ) && collars.contains(collarId));
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
