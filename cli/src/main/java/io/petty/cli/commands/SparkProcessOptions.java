package io.petty.cli.commands;

import io.petty.cli.workspace.LakeOptions;
import io.petty.settings.SettingsException;
import io.petty.signal.EndSignals;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options and signals of the master and the workers of a Spark cluster. */
final class SparkProcessOptions {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int HIGHEST_PORT = 65_535;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of the cluster's secret and the process's files (default: .petty).")
    private @Nullable String home;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of this machine. The process listens on it, and others connect to it (default:"
                    + " 127.0.0.1, only for this machine).")
    private @Nullable String host;

    LakeOptions lakeOptions() {
        LakeOptions options = new LakeOptions();
        options.home = home;
        return options;
    }

    /** @throws SettingsException if the host is unknown, or stands for all addresses of this machine */
    String host() {
        String address = host == null ? LOOPBACK : host;
        try {
            if (InetAddress.getByName(address).isAnyLocalAddress()) {
                throw new SettingsException(
                        "--host must be one address at which the others reach this machine, not " + address);
            }
        } catch (UnknownHostException e) {
            throw new SettingsException("--host: there is no host " + address, e);
        }
        return address;
    }

    /** @throws SettingsException if the port is out of range */
    static void checkPort(int port) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new SettingsException("--port must be between 0 and %d, not %d".formatted(HIGHEST_PORT, port));
        }
    }

    /**
     * Starts to listen for Ctrl-C and SIGTERM.
     *
     * @param handled the number of signals that each release a permit; the next signal ends the process at once
     */
    static Semaphore signals(int handled) {
        Semaphore signals = new Semaphore(0);
        AtomicInteger left = new AtomicInteger(handled);
        EndSignals.handle(code -> {
            if (left.getAndDecrement() <= 0) {
                Runtime.getRuntime().halt(code);
            }
            signals.release();
        });
        return signals;
    }

    /** Runs a process that needs Spark's libraries, which only {@code ./petty} adds to the class path. */
    static int withLibraries(Callable<Integer> process) throws Exception {
        try {
            return process.call();
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).contains("/spark/")) {
                throw e;
            }
            throw new SettingsException(
                    "Spark's libraries are not on the class path: start the command with ./petty, which adds them", e);
        }
    }
}
