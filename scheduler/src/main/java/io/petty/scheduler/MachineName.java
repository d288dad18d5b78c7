package io.petty.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The name of this machine. */
public final class MachineName {
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /** Returns the name without a DNS lookup, which can be slow. */
    public static String name() {
        try {
            return Files.readString(NAME).strip();
        } catch (IOException e) {
            return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "this machine");
        }
    }
}
