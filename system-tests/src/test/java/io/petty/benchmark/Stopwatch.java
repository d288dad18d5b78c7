package io.petty.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs and measures them from outside. Wall and CPU time are those that bash's {@code time} reports for the
 * program and its children. The kernel accounts for them, so nothing is missed or counted twice. Peak memory is the
 * kernel's high-water mark of resident memory, sampled every {@value #LOOK_MILLIS} ms until the end.
 */
final class Stopwatch {
    private static final long LOOK_MILLIS = 20;
    private static final int LINES_SHOWN = 20;
    /** Arguments: output, messages, times, program and its arguments. */
    private static final String TIMED = """
            out=$1 err=$2 times=$3
            shift 3
            TIMEFORMAT='%3R %3U %3S'
            { time "$@" >"$out" 2>"$err" </dev/null; } 2>"$times"
            """;

    private final Path folder;

    /** @param folder the working folder of the programs; keeps their messages until the next run */
    Stopwatch(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs a program and discards its output.
     *
     * @throws FailedProgramException if its exit code isn't 0
     */
    Measurement measure(List<String> command) throws IOException, InterruptedException, FailedProgramException {
        return measure(command, Path.of("/dev/null"));
    }

    /**
     * Runs a program.
     *
     * @param output the file for its standard output
     * @throws FailedProgramException if its exit code isn't 0
     */
    Measurement measure(List<String> command, Path output)
            throws IOException, InterruptedException, FailedProgramException {
        Path messages = folder.resolve("messages.txt");
        Path times = folder.resolve("times.txt");
        List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, "bash"));
        timed.addAll(List.of(output.toString(), messages.toString(), times.toString()));
        timed.addAll(command);
        Process process = new ProcessBuilder(timed)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ResidentMemory memory = new ResidentMemory(process.toHandle());
        do {
            memory.look();
        } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        if (process.exitValue() != 0) {
            throw new FailedProgramException("%s%nended with code %d; its last output:%n%s%s"
                    .formatted(String.join(" ", command), process.exitValue(), end(output), end(messages)));
        }
        String[] seconds = Files.readString(times).trim().split(" ", -1);
        return new Measurement(
                Double.parseDouble(seconds[0]),
                Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2]),
                memory.peakBytes());
    }

    private static String end(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES_SHOWN))
                .map(line -> "  " + line + "\n")
                .reduce("", String::concat);
    }
}
