package io.petty.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The machine this process runs on. */
public final class MachineName {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /** Its name, found without asking the network, which may be slow to answer. */
    public static String name() {
        try {
            if (Files.exists(NAME)) {
                return Files.readString(NAME).strip();
            }
        } catch (IOException e) {
            // Then by the environment.
        }
        return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "this machine");
    }
}
