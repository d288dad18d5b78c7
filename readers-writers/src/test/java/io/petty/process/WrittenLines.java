package io.petty.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The lines that a process writes. A test waits for one of them. If the line doesn't appear in time, the process is
 * killed and the test fails with all lines and a thread dump.
 */
public final class WrittenLines {
    /** Long enough for a busy machine, so that only a process that hangs reaches this limit. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration DUMP_PATIENCE = Duration.ofMinutes(1);

    /** The prefix of the last lines of a thread dump. */
    private static final String DUMPED = "JNI global refs";

    private final List<String> lines = new ArrayList<>();
    private final Process process;
    private int searched;
    private boolean ended;

    private WrittenLines(Process process) {
        this.process = process;
    }

    /** Reads the output continuously, so that the process never blocks on a full pipe. */
    public static WrittenLines of(Process process) {
        WrittenLines written = new WrittenLines(process);
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                        output.lines().forEach(written::add);
                    } catch (IOException | RuntimeException e) {
                        written.add("Reading the output failed: " + e);
                    } finally {
                        written.end();
                    }
                },
                "output of process " + process.pid());
        reader.setDaemon(true);
        reader.start();
        return written;
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits for a matching line, starting after the line that the previous call found.
     *
     * @return false if the output ends without the line
     * @throws AssertionError with all lines, if neither happens within the time limit
     */
    public boolean reaches(Predicate<String> line) {
        return reaches(line, PATIENCE);
    }

    boolean reaches(Predicate<String> line, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            synchronized (this) {
                while (true) {
                    while (searched < lines.size()) {
                        if (line.test(lines.get(searched++))) {
                            return true;
                        }
                    }
                    if (ended) {
                        return false;
                    }
                    long millis = (deadline - System.nanoTime()) / 1_000_000;
                    if (millis <= 0) {
                        break;
                    }
                    wait(millis);
                }
            }
            throw timedOut("Neither the line nor the end of the output appeared within " + patience);
        } catch (InterruptedException e) {
            AssertionError error = timedOut("Interrupted while waiting for a line");
            Thread.currentThread().interrupt();
            throw error;
        }
    }

    private AssertionError timedOut(String reason) {
        return new AssertionError("%s. The output so far:%n%s".formatted(reason, ended().text()));
    }

    /** Kills the process after its JVMs have written thread dumps. */
    public WrittenLines ended() {
        try {
            if (LimitedProcess.dumpThreads(process)) {
                await(() -> lines.stream().anyMatch(line -> line.startsWith(DUMPED)));
            }
            LimitedProcess.kill(process);
            await(() -> ended);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    private synchronized void await(BooleanSupplier state) throws InterruptedException {
        long deadline = System.nanoTime() + DUMP_PATIENCE.toNanos();
        for (long millis = DUMP_PATIENCE.toMillis();
                !state.getAsBoolean() && !ended && millis > 0;
                millis = (deadline - System.nanoTime()) / 1_000_000) {
            wait(millis);
        }
    }

    /** Returns all lines so far. */
    public synchronized String text() {
        return String.join("\n", lines);
    }
}
