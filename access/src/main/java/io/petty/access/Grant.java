package io.petty.access;

import io.petty.raw.CollarIdText;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The permissions of a token family or an API key, and the collars that they apply to. */
record Grant(Set<String> collars, Set<Permission> permissions) {
    /** The maximum total length of the collar ids. It keeps a token far below 8 KB, the usual limit of a header. */
    private static final int MOST_CHARACTERS = 4000;

    /**
     * @throws IllegalArgumentException if there is no permission, the permissions don't fit the collars or each other,
     *     or a collar id is malformed
     */
    Grant {
        collars = Set.copyOf(collars);
        permissions = Set.copyOf(permissions);
        if (permissions.isEmpty()) {
            throw new IllegalArgumentException("Name at least one permission");
        }
        for (String collar : collars) {
            if (!CollarIdText.isId(collar)) {
                throw new IllegalArgumentException(
                        "'%s' isn't a collar's id: an id has 1 to 64 letters, digits, _ and -, and begins with a letter or digit"
                                .formatted(collar));
            }
        }
        if (permissions.contains(Permission.TIMELINES_READ) && collars.isEmpty()) {
            throw new IllegalArgumentException("timelines:read needs at least one collar");
        }
        if (!permissions.contains(Permission.TIMELINES_READ) && !collars.isEmpty()) {
            throw new IllegalArgumentException("Collars need the permission timelines:read");
        }
        if (permissions.contains(Permission.TIMELINES_READ_ALL) && permissions.contains(Permission.TIMELINES_READ)) {
            throw new IllegalArgumentException(
                    "timelines:read-all already includes timelines:read: name only one of them");
        }
    }

    /**
     * @throws IllegalArgumentException as for the constructor, and if there are more collars than the settings allow
     */
    static Grant of(Collection<String> collars, Set<Permission> permissions, AccessSettings settings) {
        Grant grant = new Grant(new TreeSet<>(collars), permissions);
        if (grant.collars.size() > settings.mostCollars()) {
            throw new IllegalArgumentException(
                    "%d collars exceed petty.access.most-collars (%d): issue several credentials, or a key with timelines:read-all"
                            .formatted(grant.collars.size(), settings.mostCollars()));
        }
        if (grant.collars.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "The collar ids have more than %,d characters in total: issue several credentials"
                            .formatted(MOST_CHARACTERS));
        }
        return grant;
    }
}
