package io.petty.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A permission of a token or an API key. */
public enum Permission {
    /** Read the timelines and summaries of the collars that the credential names. */
    TIMELINES_READ("timelines:read"),

    /** Read the timelines and summaries of all collars. Only for API keys. */
    TIMELINES_READ_ALL("timelines:read-all"),

    /** Read the states of days, the runs and the rejects. */
    STATUS_READ("status:read");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    /** Returns the name in tokens, commands and the API. */
    public String label() {
        return label;
    }

    /** Returns the permission with a name; empty if there is none. */
    public static Optional<Permission> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(permission -> permission.label.equals(label))
                .findFirst();
    }

    static String scope(Set<Permission> permissions) {
        return new TreeSet<>(permissions).stream().map(Permission::label).collect(Collectors.joining(" "));
    }

    /** @throws IllegalArgumentException if the scope contains an unknown name */
    static Set<Permission> ofScope(String scope) {
        return Arrays.stream(scope.split(" ", -1))
                .map(label ->
                        ofLabel(label).orElseThrow(() -> new IllegalArgumentException("Unknown permission: " + label)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
