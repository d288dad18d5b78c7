package io.petty.access;

import java.time.Instant;
import java.util.Set;

/**
 * Who asks.
 *
 * @param id what audit logs may name: {@code key:} with the key's id or {@code token:} with the family's; nothing of a
 *     person
 * @param collars that are named; none for one that may read all
 * @param expiresAt until when the credential holds
 */
public record Principal(String id, Set<String> collars, Set<Permission> permissions, Instant expiresAt) {
    public Principal {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
    }

    /** Whether timelines and summaries of the collar may be shown. */
    public boolean mayRead(String collarId) {
        return may(Permission.TIMELINES_READ_ALL) || (may(Permission.TIMELINES_READ) && collars.contains(collarId));
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
