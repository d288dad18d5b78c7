package io.petty.readiness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that a check starts. It is ended when this program exits, at the latest. Its output is kept. */
final class OwnedProcess implements AutoCloseable {
    private static final int MOST_LINES = 200_000;
    private static final int PATIENCE_SECONDS = 15;

    private final Process process;
    private final List<String> out;
    private final List<String> err;
    private final List<Thread> readers;
    private final Thread endsWithUs;

    private OwnedProcess(Process process) {
        this.process = process;
        endsWithUs = new Thread(process::destroyForcibly, "end of a check's process");
        Runtime.getRuntime().addShutdownHook(endsWithUs);
        out = Collections.synchronizedList(new ArrayList<>());
        err = Collections.synchronizedList(new ArrayList<>());
        readers = List.of(
                reader(process.inputReader(StandardCharsets.UTF_8), out),
                reader(process.errorReader(StandardCharsets.UTF_8), err));
    }

    /**
     * Starts a process.
     *
     * @param folder its working folder; null for the current one
     * @param cleared whether the process inherits only {@code PATH} from this program's environment
     */
    static OwnedProcess start(
            List<String> command, @Nullable Path folder, boolean cleared, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        if (cleared) {
            String path = builder.environment().getOrDefault("PATH", "");
            builder.environment().clear();
            builder.environment().put("PATH", path);
            builder.environment().put("LC_ALL", "C.UTF-8");
        }
        builder.environment().putAll(environment);
        OwnedProcess started = new OwnedProcess(builder.start());
        started.process.getOutputStream().close();
        return started;
    }

    private static Thread reader(BufferedReader lines, List<String> into) {
        Thread thread = new Thread(
                () -> {
                    try (lines) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (into.size() < MOST_LINES) {
                                into.add(line);
                            }
                        }
                    } catch (IOException e) {
                        // The process was ended while it was writing.
                        into.add("");
                    }
                },
                "output of a check's process");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the lines of standard output so far. */
    List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** Returns the lines of standard error so far. */
    List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** Waits until the process has ended and its output has been read. Returns its exit code. */
    int exitCode() throws InterruptedException {
        int code = process.waitFor();
        for (Thread reader : readers) {
            reader.join();
        }
        return code;
    }

    /** Ends the process, forcibly if it takes longer than 15 seconds. */
    @Override
    public void close() {
        try {
            // Process.destroy would also close the process's output at once.
            process.toHandle().destroy();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(endsWithUs);
        } catch (IllegalStateException e) {
            // This program is exiting, and the hook is already running.
            process.toHandle().destroyForcibly();
        }
    }
}
