package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs the programs in turn on one day of raw files. Because they alternate, a temporary slowdown of the machine
 * affects all of them.
 */
final class Rounds {
    private final RawDay day;
    private final Path petty;
    private final Scratch scratch;
    private final Stopwatch stopwatch;
    private final Measurements measurements;
    private final Path home;
    private final Path duckDbOutput;

    Rounds(RawDay day, Path petty, Scratch scratch, Stopwatch stopwatch) {
        this.day = day;
        this.petty = petty;
        this.scratch = scratch;
        this.stopwatch = stopwatch;
        this.measurements = new Measurements(day.collars());
        this.home = scratch.work().resolve("home");
        this.duckDbOutput = scratch.work().resolve("duckdb");
    }

    /**
     * Measures the programs. The output of the last round is kept.
     *
     * @param programs ordered so that the run precedes the programs that need its home
     * @throws FailedProgramException if a program fails, unless it is DuckDB, whose failure is only recorded
     */
    Measurements measure(int rounds, Collection<Program> programs)
            throws IOException, InterruptedException, FailedProgramException {
        for (int round = 1; round <= rounds; round++) {
            for (Program program : programs) {
                if (measurements.failure(program).isPresent()) {
                    continue;
                }
                System.err.printf("%,d collars, round %d of %d: %-26s", day.collars(), round, rounds, program.title());
                try {
                    Measurement measured = measure(program);
                    measurements.add(program, measured);
                    System.err.printf(
                            Locale.ROOT,
                            "%8.2f s %8.2f s CPU %8.0f MB%n",
                            measured.wallSeconds(),
                            measured.cpuSeconds(),
                            measured.peakBytes() / 1e6);
                } catch (FailedProgramException e) {
                    System.err.println(" failed");
                    if (program != Program.DUCKDB_LIMITED) {
                        throw e;
                    }
                    measurements.fail(program, String.valueOf(e.getMessage()));
                }
            }
        }
        return measurements;
    }

    /** Returns the home of the last run. */
    Path home() {
        return home;
    }

    /** Returns DuckDB's last output for the whole specification. */
    Path duckDbOutput() {
        return duckDbOutput;
    }

    private Measurement measure(Program program) throws IOException, InterruptedException, FailedProgramException {
        return switch (program) {
            case ZCAT -> {
                List<String> command = new ArrayList<>(List.of("zcat"));
                day.files().forEach(file -> command.add(file.toString()));
                yield written(command);
            }
            case DUCKDB_PARQUET -> duckDb(scratch.work().resolve("duckdb-parquet"), "parquet");
            case DUCKDB -> duckDb(duckDbOutput, "timelines");
            case DUCKDB_LIMITED ->
                duckDb(scratch.work().resolve("duckdb-limited"), "timelines", "--memory-limit", "1GB");
            case RUN -> {
                Scratch.delete(home);
                yield run(day.root(), home);
            }
            case EMPTY_RUN -> run(day.root(), home);
            case RERUN -> petty("rerun", "--home", home, "--date", RawDay.DATE, "--force");
            case ONE_READING_RUN -> {
                Path root = scratch.work().resolve("one-reading");
                RawDay reading = day.firstReading(root.resolve("raw"));
                Measurement measured = run(reading.root(), root.resolve("home"));
                Scratch.delete(root);
                yield measured;
            }
            case STATUS -> petty("status", "--home", home);
            case TIMELINE -> petty("timeline", day.someCollar(), "--home", home, "--date", RawDay.DATE);
            case HELP -> petty("--help");
        };
    }

    private Measurement run(Path raw, Path runHome) throws IOException, InterruptedException, FailedProgramException {
        return petty("run", "--home", runHome, "--raw", raw, "--date", RawDay.DATE);
    }

    private Measurement petty(Object... arguments) throws IOException, InterruptedException, FailedProgramException {
        List<String> command = new ArrayList<>(List.of(petty.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return written(command);
    }

    /** Runs DuckDB in a separate JVM with a heap as small as Petty's. DuckDB doesn't use the JVM's memory. */
    private Measurement duckDb(Path output, String... arguments)
            throws IOException, InterruptedException, FailedProgramException {
        Scratch.delete(output);
        Files.createDirectories(output);
        // The driver unpacks its native library here in each run.
        Path temporary = scratch.work().resolve("tmp");
        Scratch.delete(temporary);
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "io.petty.benchmark.DuckDb",
                arguments[0],
                "--raw",
                day.root().toString(),
                "--date",
                RawDay.DATE.toString(),
                "--out",
                output.toString()));
        Stream.of(arguments).skip(1).forEach(command::add);
        try {
            return written(command);
        } finally {
            Scratch.delete(temporary);
            if (!output.equals(duckDbOutput)) {
                Scratch.delete(output);
            }
        }
    }

    /**
     * Measures a command after earlier output is written to disk, so that it doesn't wait for another program's writes.
     */
    private Measurement written(List<String> command) throws IOException, InterruptedException, FailedProgramException {
        stopwatch.measure(List.of("sync"));
        Path output = command.get(0).equals("zcat")
                ? Path.of("/dev/null")
                : scratch.work().resolve("output.txt");
        return stopwatch.measure(command, output);
    }
}
