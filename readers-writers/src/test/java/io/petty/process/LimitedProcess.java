package io.petty.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Processes that tests start. One that takes longer than it ever should is ended with all it has started, so that it
 * can't hang the build; before, each Java among them writes what its threads do, to where it writes all else.
 */
public final class LimitedProcess {
    private static final long DUMP_SECONDS = 10;

    private LimitedProcess() {}

    /** What a process wrote, and how it ended: 137 when it took too long. */
    public record Ended(int code, String written) {}

    /** Starts a process that lives no longer than this. */
    public static Process start(ProcessBuilder command, Duration longest) throws IOException {
        Process process = command.start();
        CompletableFuture<Process> unused = process.onExit()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((ended, late) -> {
                    if (late != null) {
                        end(process);
                    }
                });
        return process;
    }

    /** Runs a command to its end, results and errors in one. */
    public static Ended run(ProcessBuilder command, Duration longest) throws IOException, InterruptedException {
        Process process = start(command.redirectErrorStream(true), longest);
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), written);
    }

    private static void end(Process process) {
        try {
            if (dumpThreads(process)) {
                process.waitFor(DUMP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill(process);
        }
    }

    /** Has each Java in a process and below it write what its threads do; false when there is none. */
    static boolean dumpThreads(Process process) throws IOException, InterruptedException {
        boolean dumping = false;
        for (ProcessHandle one : tree(process)) {
            if (one.info().command().orElse("").endsWith("/java")) {
                signal(one, "QUIT");
                // One that is suspended would write nothing.
                signal(one, "CONT");
                dumping = true;
            }
        }
        return dumping;
    }

    /** Kills a process and all it has started. */
    static void kill(Process process) {
        tree(process).forEach(ProcessHandle::destroyForcibly);
    }

    private static List<ProcessHandle> tree(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    private static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }
}
