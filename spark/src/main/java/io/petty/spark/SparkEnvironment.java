package io.petty.spark;

import io.petty.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Environment variables for Spark settings that have no property. {@code ./petty} sets them. */
final class SparkEnvironment {
    private SparkEnvironment() {}

    /**
     * Checks that Spark's web pages are bound to one address rather than to all addresses of this machine.
     *
     * @throws SettingsException if they aren't
     */
    static void checkPages() {
        if (System.getenv("SPARK_LOCAL_IP") == null) {
            throw notStartedByPetty("SPARK_LOCAL_IP, the address of Spark's web pages, isn't set");
        }
    }

    /**
     * Checks that executors can find their libraries.
     *
     * @throws SettingsException if they can't
     */
    static void checkLibraries() {
        String home = System.getenv("SPARK_HOME");
        if (home == null || !Files.isDirectory(Path.of(home, "jars")) || System.getenv("SPARK_SCALA_VERSION") == null) {
            throw notStartedByPetty(
                    "SPARK_HOME (the folder whose subfolder jars holds the libraries of executors) or SPARK_SCALA_VERSION isn't set");
        }
    }

    private static SettingsException notStartedByPetty(String message) {
        return new SettingsException(message + ": start the command as ./petty, which sets it");
    }
}
