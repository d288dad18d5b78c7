package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command in a process of its own, whose log tells of the steps it takes, so that it can be killed at any of them. */
final class PettyProcess implements Closeable {
    private static final long PATIENCE_SECONDS = 60;

    /** No command of a test takes so long; what hangs is ended, so that the test fails and says what was written. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private PettyProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    static PettyProcess start(PettyHome home, Object... arguments) {
        return start(home, Map.of(), arguments);
    }

    /** Starts a command with settings, given as environment variables. */
    static PettyProcess start(PettyHome home, Map<String, String> environment, Object... arguments) {
        List<String> command = PackagedCommand.command();
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        command.add("--home");
        command.add(home.folder().toString());
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new PettyProcess(LimitedProcess.start(builder, LONGEST));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on until a line fits; false when the process ends before. */
    boolean reaches(Predicate<String> line) {
        try {
            for (String read = output.readLine(); read != null; read = output.readLine()) {
                lines.add(read);
                if (line.test(read)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** Sends SIGTERM; through the handle, since the process itself would close its streams with it. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGSTOP: the process sleeps until it is woken up. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Sends SIGCONT. */
    void wakeUp() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Whether the process ends by itself within so many milliseconds. */
    boolean endsWithin(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the process has ended by itself, and returns its exit code. */
    int exitCode() {
        reaches(line -> false);
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** All it wrote until now, results and errors. */
    String written() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
