package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A command in a separate process. It can be held at a log line and then killed or resumed. A process that hangs is
 * killed, and the test fails with its output and a thread dump.
 */
final class PettyProcess implements Closeable {
    private final Process process;
    private final WrittenLines lines;

    private PettyProcess(Process process) {
        this.process = process;
        this.lines = WrittenLines.of(process);
    }

    static PettyProcess start(PettyHome home, Object... arguments) {
        return start(home, Map.of(), arguments);
    }

    /** Starts a command with settings as environment variables. */
    static PettyProcess start(PettyHome home, Map<String, String> environment, Object... arguments) {
        boolean clocked = environment.containsKey(ClockedPetty.STARTS_AT);
        List<String> command;
        if (environment.containsKey("PETTY_SPARK_MASTER")) {
            command = clocked ? PackagedCommand.sparkCommand(ClockedPetty.class) : PackagedCommand.sparkCommand();
        } else {
            command = clocked ? PackagedCommand.command(ClockedPetty.class) : PackagedCommand.command();
        }
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.folder()));
        return started(command, environment, all);
    }

    private static PettyProcess started(List<String> command, Map<String, String> environment, List<Object> arguments) {
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            // A safeguard in case no test waits for the process.
            return new PettyProcess(LimitedProcess.start(builder, WrittenLines.PATIENCE.multipliedBy(3)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command, and returns when it is held at the first log line that contains this text. */
    static PettyProcess startHeld(PettyHome home, Map<String, String> environment, String at, Object... arguments) {
        Map<String, String> holding = new TreeMap<>(environment);
        holding.put(HoldingAppender.HOLD_AT, at);
        PettyProcess started = start(home, holding, arguments);
        assertThat(started.reaches(line -> line.startsWith(HoldingAppender.HELD)))
                .as("held at '%s'; it wrote%n%s", at, started.written())
                .isTrue();
        return started;
    }

    /**
     * Starts a command on several homes in one process. Returns when it is held on each home, at the first log line
     * that contains this home's text.
     */
    static PettyProcess startHeld(
            List<PettyHome> homes, Map<String, String> environment, List<String> at, Object... arguments) {
        Map<String, String> holding = new TreeMap<>(environment);
        holding.put(HoldingAppender.HOLD_AT, String.join("\n", at));
        holding.put(
                HeldRuns.HOMES,
                homes.stream().map(home -> home.folder().toString()).collect(Collectors.joining(File.pathSeparator)));
        PettyProcess started = started(PackagedCommand.command(HeldRuns.class), holding, List.of(arguments));
        started.awaits(HeldRuns.ALL_HELD);
        return started;
    }

    /** Resumes a held process. */
    void goOn() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The process can't be resumed; it wrote\n" + written(), e);
        }
    }

    /** Reads until a line matches. Returns false if the process ends first. */
    boolean reaches(Predicate<String> line) {
        return lines.reaches(line);
    }

    /** Reads until a line contains this text. Fails if the process ends first. */
    void awaits(String part) {
        assertThat(reaches(line -> line.contains(part)))
                .as("'%s' in what it wrote:%n%s", part, written())
                .isTrue();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.toHandle().destroyForcibly();
        exitCode();
    }

    /** Sends SIGTERM through the handle, because {@code Process.destroy} also closes the process's streams. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGSTOP, which suspends the process. */
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

    /** Returns whether the process ends by itself within this many milliseconds. */
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
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end; it wrote\n" + written(), e);
        }
    }

    /** Waits until the process ends by itself. Fails with its output unless it has this exit code. */
    void endsWith(int code) {
        assertThat(exitCode()).as("exit code; it wrote%n%s", written()).isEqualTo(code);
    }

    /** Returns its standard output and standard error so far. */
    String written() {
        return lines.text();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
