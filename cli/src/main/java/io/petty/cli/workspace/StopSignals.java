package io.petty.cli.workspace;

import io.petty.jobs.StopRequest;
import io.petty.signal.EndSignals;
import java.io.PrintWriter;

/**
 * Turns Ctrl-C and SIGTERM into a request to stop at a clean point. A second signal ends the process at once, which
 * loses no more than a crash.
 */
public final class StopSignals {
    private static volatile int exitCode;

    private StopSignals() {}

    /** Starts to handle signals. On a platform without such signals, it only prints a warning. */
    public static void listen(StopRequest stop, PrintWriter err) {
        boolean handled = EndSignals.handle(code -> {
            if (stop.isRequested()) {
                Runtime.getRuntime().halt(code);
            }
            exitCode = code;
            err.println("petty: stopping at the next clean point; another signal stops at once");
            stop.request();
        });
        if (!handled) {
            err.println("petty: signals end the run at once on this platform");
        }
    }

    /** Returns the exit code expected of a process that a signal ended; 0 without a signal. */
    public static int exitCode() {
        return exitCode;
    }
}
