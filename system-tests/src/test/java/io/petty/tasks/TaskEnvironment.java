package io.petty.tasks;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** The environment of a container's process, and how it differs from that of the task definition. */
final class TaskEnvironment {
    /** Variables whose values differ, with the reason. */
    static final Map<String, String> CHANGED = Map.of(
            "PETTY_HOME", "The volume of /petty is a folder of the test.",
            "PETTY_DATABASE_URL", "The port is that of the test's server, and /opt/petty is a folder of the test.",
            "PETTY_TRACES_ENDPOINT", "The task's port 4318 is a free port of the machine.",
            "PETTY_API_ADDRESS", "The test's servers listen on loopback only.",
            "PETTY_API_PORT", "The task's port is a free port of the machine.",
            "PETTY_API_MANAGEMENT_ADDRESS", "The test's servers listen on loopback only.",
            "PETTY_API_MANAGEMENT_PORT", "The task's port is a free port of the machine.");

    /** Variables that neither the task definition nor the image sets, with the reason. */
    static final Map<String, String> ADDED = Map.of(
            "AWS_REGION", "Set by Fargate.",
            "AWS_DEFAULT_REGION", "Set by Fargate.",
            "AWS_EXECUTION_ENV", "Set by Fargate.",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI", "Fargate sets the same address without its host, which is fixed.",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN", "Keeps other programs of the machine from using the address.",
            "AWS_ENDPOINT_URL", "The recording proxy takes the place of AWS.",
            "HOME", "Set by the container runtime.",
            "HOSTNAME", "Set by the container runtime.",
            "PATH", "That of the image, with the task's own address as the answer of hostname.",
            "JAVA_TOOL_OPTIONS",
                    "The JVM would find the limit of the container, the host of the database and the CA of AWS by itself.");

    /** Where the image's folder is. Only the script that starts the programs reads it. */
    static final String FOLDER = "PETTY_FOLDER";

    private final Map<String, String> defined = new TreeMap<>();
    private final Map<String, String> values = new TreeMap<>();

    /** Begins with the variables of the image, which those of the task definition override. */
    TaskEnvironment(Map<String, String> image, Map<String, String> definition, Map<String, String> secrets) {
        defined.putAll(image);
        defined.putAll(definition);
        defined.putAll(secrets);
        values.putAll(defined);
    }

    /** Changes a variable if the container has it. */
    TaskEnvironment change(String name, UnaryOperator<String> change) {
        if (!CHANGED.containsKey(name)) {
            throw new IllegalArgumentException(name + " may not be changed");
        }
        values.computeIfPresent(name, (key, value) -> change.apply(value));
        return this;
    }

    TaskEnvironment add(String name, String value) {
        if (!(name.equals(FOLDER) || ADDED.containsKey(name)) || defined.containsKey(name)) {
            throw new IllegalArgumentException(name + " may not be added");
        }
        values.put(name, value);
        return this;
    }

    TaskEnvironment addAll(Map<String, String> variables) {
        variables.forEach(this::add);
        return this;
    }

    /** Returns the variables that differ from those of the task definition. */
    Set<String> changed() {
        Set<String> changed = new TreeSet<>();
        defined.forEach((name, value) -> {
            if (!value.equals(values.get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    Map<String, String> values() {
        return values;
    }
}
