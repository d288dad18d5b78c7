package io.petty.access;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What somebody may do. */
record Grant(Set<String> collars, Set<Permission> permissions) {
    private static final Pattern COLLAR = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /** So that a token with all of them stays far below the 8 KB that servers take as a header. */
    private static final int MOST_CHARACTERS = 4000;

    /** @throws IllegalArgumentException when collars and permissions don't fit each other, or a collar's id can't be one */
    Grant {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
        if (permissions.isEmpty()) {
            throw new IllegalArgumentException("Name at least one permission");
        }
        for (String collar : collars) {
            if (!COLLAR.matcher(collar).matches()) {
                throw new IllegalArgumentException(
                        "'%s' is no collar's id: it has 1 to 64 letters, digits, _ and -, and begins with a letter or digit"
                                .formatted(collar));
            }
        }
        if (permissions.contains(Permission.TIMELINES_READ) && collars.isEmpty()) {
            throw new IllegalArgumentException("timelines:read needs the collars that it is for");
        }
        if (!permissions.contains(Permission.TIMELINES_READ) && !collars.isEmpty()) {
            throw new IllegalArgumentException("Collars are for timelines:read, which is not among the permissions");
        }
        if (permissions.contains(Permission.TIMELINES_READ_ALL) && permissions.contains(Permission.TIMELINES_READ)) {
            throw new IllegalArgumentException("timelines:read-all needs no timelines:read beside it");
        }
    }

    /** @throws IllegalArgumentException also when there are more collars than the settings allow */
    static Grant of(Collection<String> collars, Set<Permission> permissions, AccessSettings settings) {
        Grant grant = new Grant(new TreeSet<>(collars), permissions);
        if (grant.collars.size() > settings.mostCollars()) {
            throw new IllegalArgumentException(
                    "%d collars are more than the %d of petty.access.most-collars: issue several, or a key with timelines:read-all"
                            .formatted(grant.collars.size(), settings.mostCollars()));
        }
        if (grant.collars.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("The collars' ids have more than %,d characters together: issue several"
                    .formatted(MOST_CHARACTERS));
        }
        return grant;
    }
}
