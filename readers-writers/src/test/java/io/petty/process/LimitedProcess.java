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
 * Starts processes with a time limit, so that none can hang the build. A process that exceeds the limit is killed with
 * its descendants. Before that, each JVM among them writes a thread dump to its standard output.
 */
public final class LimitedProcess {
    private static final long DUMP_SECONDS = 10;

    private LimitedProcess() {}

    /** The output of a process and its exit code, which is 137 if it exceeded the time limit. */
    public record Ended(int code, String written) {}

    /** Starts a process that is killed when the time limit passes. */
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

    /** Runs a command to its end, with standard output and standard error merged. */
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

    /** Requests a thread dump from each JVM in the process tree. Returns false if there is no JVM. */
    static boolean dumpThreads(Process process) throws IOException, InterruptedException {
        boolean dumping = false;
        for (ProcessHandle one : tree(process)) {
            if (one.info().command().orElse("").endsWith("/java")) {
                signal(one, "QUIT");
                // A suspended JVM would write nothing.
                signal(one, "CONT");
                dumping = true;
            }
        }
        return dumping;
    }

    /** Kills a process and its descendants. */
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
