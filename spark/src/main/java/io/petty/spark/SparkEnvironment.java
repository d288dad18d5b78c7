package io.petty.spark;

import io.petty.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Environment variables that Spark takes settings from for which it has no properties; {@code ./petty} sets them. */
final class SparkEnvironment {
    private SparkEnvironment() {}

    /**
     * Checks that Spark's web pages are bound to one address, not to all of this machine.
     *
     * @throws SettingsException when they would be
     */
    static void checkPages() {
        if (System.getenv("SPARK_LOCAL_IP") == null) {
            throw notStartedByPetty("SPARK_LOCAL_IP, the address of Spark's web pages, isn't set");
        }
    }

    /**
     * Checks that executors find their libraries.
     *
     * @throws SettingsException when they wouldn't
     */
    static void checkLibraries() {
        String home = System.getenv("SPARK_HOME");
        if (home == null || !Files.isDirectory(Path.of(home, "jars")) || System.getenv("SPARK_SCALA_VERSION") == null) {
            throw notStartedByPetty(
                    "SPARK_HOME, the folder with the libraries of executors in jars, or SPARK_SCALA_VERSION isn't set");
        }
    }

    private static SettingsException notStartedByPetty(String message) {
        return new SettingsException(message + ": start the command as ./petty, which sets it");
    }
}
