package io.petty.systemtests;

import io.petty.cli.Petty;
import java.io.File;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the same petty command on several homes in one process. Each run is held at its own log line (see {@link
 * HoldingAppender}) before the next one begins. Killing the process kills all runs at these points.
 */
public final class HeldRuns {
    /** The environment variable with the folders of the homes, separated as in a path. */
    static final String HOMES = "TEST_HOMES";

    /** The line that the process prints once all runs are held. */
    static final String ALL_HELD = "All are held";

    private HeldRuns() {}

    public static void main(String[] arguments) throws InterruptedException {
        for (String home : List.of(System.getenv(HOMES).split(File.pathSeparator, -1))) {
            // A command that ends without being held ends the process.
            new Thread(() -> Petty.main(with(arguments, home))).start();
            HoldingAppender.awaitHeld();
        }
        System.err.println(ALL_HELD);
    }

    private static String[] with(String[] arguments, String home) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = home;
        return all;
    }
}
