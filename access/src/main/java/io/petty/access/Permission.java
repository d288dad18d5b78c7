package io.petty.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a token or a key lets its holder do. */
public enum Permission {
    /** To read the timelines and summaries of the collars that it names. */
    TIMELINES_READ("timelines:read"),

    /** To read those of all collars. */
    TIMELINES_READ_ALL("timelines:read-all"),

    /** To see days by state, runs and rejects. */
    STATUS_READ("status:read");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    /** Its name in tokens, commands and the API. */
    public String label() {
        return label;
    }

    /** The permission of a name; empty for a name that none has. */
    public static Optional<Permission> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(permission -> permission.label.equals(label))
                .findFirst();
    }

    static String scope(Set<Permission> permissions) {
        return new TreeSet<>(permissions).stream().map(Permission::label).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException when a name in it is none */
    static Set<Permission> ofScope(String scope) {
        return Arrays.stream(scope.split(" ", -1))
                .map(label -> ofLabel(label).orElseThrow(() -> new IllegalArgumentException("No permission: " + label)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
