package io.petty.cdk.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The size of a stage: the defaults of its settings, by their names in {@code cdk.json}. docs/deploying.md says what
 * each size costs.
 */
public enum Size {
    /** The least that is safe: for about a thousand collars, in one zone. */
    SMALL(Map.ofEntries(
            Map.entry("nightlyHours", "3"),
            Map.entry("runVcpu", 0.5),
            Map.entry("apiVcpu", 0.25),
            Map.entry("apiTasks", 1),
            Map.entry("database", "instance"),
            Map.entry("natGateways", 0),
            Map.entry("firewall", false),
            Map.entry("athena", false),
            Map.entry("traces", false),
            Map.entry("containerInsights", false),
            Map.entry("monthlyBudget", 82))),

    /** For up to some hundred thousand collars, which a single task processes in a night. */
    STANDARD(Map.ofEntries(
            Map.entry("runVcpu", 2),
            Map.entry("apiTasks", 1),
            Map.entry("natGateways", 1),
            Map.entry("monthlyBudget", 340))),

    /** For millions of collars, with Spark workers, and with a second instance of everything that serves requests. */
    LARGE(Map.ofEntries(
            Map.entry("runVcpu", 4),
            Map.entry("workers", 10),
            Map.entry("apiTasks", 2),
            Map.entry("databaseLeastUnits", 1),
            Map.entry("databaseMostUnits", 32),
            Map.entry("databaseStandby", true),
            Map.entry("natGateways", 2),
            // Enough for a picture of the API's answers: at 10 million collars, three requests a second.
            Map.entry("tracedRequests", 0.1),
            Map.entry("monthlyBudget", 4500)));

    /** Defaults of all sizes that don't name their own. */
    private static final Map<String, Object> COMMON = Map.ofEntries(
            Map.entry("nightlyHours", "3,5,7"),
            Map.entry("workers", 0),
            Map.entry("workerVcpu", 4),
            Map.entry("apiVcpu", 1),
            // The number can't be changed later, so it must not depend on the size, which can.
            Map.entry("buckets", 16),
            Map.entry("database", "aurora"),
            Map.entry("databaseClass", "t4g.micro"),
            Map.entry("databaseStorage", 20),
            Map.entry("databaseLeastUnits", 0.5),
            Map.entry("databaseMostUnits", 4),
            Map.entry("databaseStandby", false),
            Map.entry("firewall", true),
            Map.entry("athena", true),
            Map.entry("traces", true),
            Map.entry("tracedRequests", 5),
            Map.entry("containerInsights", true));

    // Map.ofEntries creates immutable maps.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, Object> own;

    Size(Map<String, Object> own) {
        this.own = own;
    }

    /** @throws IllegalArgumentException naming the sizes, if there is none of that name */
    static Size of(@Nullable Object name) {
        return Arrays.stream(values())
                .filter(size -> size.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("size must be small, standard or large, but is "
                        + (name == null ? "missing" : "'" + name + "'")));
    }

    /** Returns the names of all settings that have defaults. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(COMMON.keySet());
        for (Size size : values()) {
            names.addAll(size.own.keySet());
        }
        return names;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the settings of a stage: the given ones, and the defaults of this size for all others. */
    Map<String, Object> with(Map<?, ?> given) {
        Map<String, Object> settings = new TreeMap<>(COMMON);
        settings.putAll(own);
        given.forEach((name, value) -> settings.put(String.valueOf(name), Objects.requireNonNull(value)));
        return settings;
    }
}
