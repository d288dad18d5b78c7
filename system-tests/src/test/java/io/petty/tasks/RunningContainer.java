package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A container as a process. */
final class RunningContainer {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Process process;
    private final WrittenLines lines;
    private final Map<String, String> environment;
    private final List<String> healthCheck;
    private final Consumer<List<String>> log;

    /** @param log receives the lines that the process wrote, after its end */
    RunningContainer(ProcessBuilder command, List<String> healthCheck, Consumer<List<String>> log) throws IOException {
        // A safeguard in case no test waits for the process.
        process = LimitedProcess.start(command.redirectErrorStream(true), WrittenLines.PATIENCE.multipliedBy(2));
        lines = WrittenLines.of(process);
        environment = Map.copyOf(command.environment());
        this.healthCheck = healthCheck;
        this.log = log;
    }

    /** Waits for the end, and returns the exit code. */
    int exitCode() {
        lines.reaches(line -> false);
        int code = process.onExit().join().exitValue();
        log.accept(lines.text().lines().toList());
        return code;
    }

    /** Sends SIGTERM, as ECS does to end a task, and returns the exit code. */
    int stop() {
        // Through the handle, because Process.destroy also closes the output.
        process.toHandle().destroy();
        return exitCode();
    }

    /** Waits until it writes a text. */
    void awaits(String text) {
        assertThat(lines.reaches(line -> line.contains(text)))
                .as("'%s' in:%n%s", text, lines.text())
                .isTrue();
    }

    /** Waits until its health check succeeds. */
    void awaitHealthy() throws IOException, InterruptedException {
        long end = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
        while (true) {
            ProcessBuilder check = new ProcessBuilder(healthCheck);
            check.environment().putAll(environment);
            LimitedProcess.Ended ended = LimitedProcess.run(check, WrittenLines.PATIENCE);
            if (ended.code() == 0) {
                return;
            }
            assertThat(process.isAlive() && System.nanoTime() < end)
                    .as("isn't healthy: %s%n%s", ended.written(), lines.text())
                    .isTrue();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    String written() {
        return lines.text();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
