package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs in turn on one day of raw files. Because they alternate, a temporary slowdown of the machine
 * affects all of them.
 */
final class Rounds {
    /**
     * Programs that are run several times per round, because noise of a hundredth of a second already changes their
     * ratios.
     */
    private static final Set<Program> SHORT = EnumSet.of(
            Program.EMPTY_RUN, Program.STATUS, Program.TIMELINE, Program.HELP, Program.VERSION, Program.EMPTY_JAVA);

    static final int TIMES_SHORT = 3;
    private static final Pattern READINGS = Pattern.compile("Published .*: ([0-9,]+) readings");

    private final RawDay day;
    private final Path root;
    private final Path petty;
    private final @Nullable RawFilesOnS3 s3;
    private final Scratch scratch;
    private final Stopwatch stopwatch;
    private final Measurements measurements;
    private final Path home;
    private final Path homeOfS3;
    private final Path duckDbOutput;
    private final Path sparkOutput;

    /**
     * @param root the project's folder
     * @param s3 the server for {@link Program#S3_RUN}; null if it isn't measured
     */
    Rounds(RawDay day, Path root, Scratch scratch, Stopwatch stopwatch, @Nullable RawFilesOnS3 s3) {
        this.day = day;
        this.root = root;
        this.petty = root.resolve("petty");
        this.s3 = s3;
        this.scratch = scratch;
        this.stopwatch = stopwatch;
        this.measurements = new Measurements(day.collars());
        this.home = scratch.work().resolve("home");
        this.homeOfS3 = scratch.work().resolve("home-s3");
        this.duckDbOutput = scratch.work().resolve("duckdb");
        this.sparkOutput = scratch.work().resolve("spark");
    }

    /**
     * Measures the programs. The output of the last round is kept.
     *
     * @param programs the programs in order; {@link Program#RUN} must precede those that use its home
     * @throws FailedProgramException if a program fails, except Spark and DuckDB with a memory limit, whose failures
     *     are only recorded
     */
    Measurements measure(int rounds, Collection<Program> programs)
            throws IOException, InterruptedException, FailedProgramException {
        for (int round = 1; round <= rounds; round++) {
            measureRound("round %d of %d".formatted(round, rounds), programs);
        }
        return measurements;
    }

    /** Measures each program once more. */
    void measureRound(String title, Collection<Program> programs)
            throws IOException, InterruptedException, FailedProgramException {
        for (Program program : programs) {
            int times = SHORT.contains(program) ? TIMES_SHORT : 1;
            for (int time = 0; time < times && measurements.failure(program).isEmpty(); time++) {
                System.err.printf("%,d collars, %s: %-26s", day.collars(), title, program.title());
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
                    if (program != Program.DUCKDB_LIMITED && program != Program.SPARK) {
                        throw e;
                    }
                    measurements.fail(program, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    Measurements measurements() {
        return measurements;
    }

    /** Returns the number of readings that the last run published. No other program may have been measured since. */
    long publishedReadings() throws IOException {
        Matcher readings = READINGS.matcher(Files.readString(output()));
        if (!readings.find()) {
            throw new IOException("petty run doesn't print how many readings it published");
        }
        return Long.parseLong(readings.group(1).replace(",", ""));
    }

    /** Returns the home of the last run. */
    Path home() {
        return home;
    }

    /** Returns the home of the last run that read raw files from S3. */
    Path homeOfS3() {
        return homeOfS3;
    }

    /** Returns Spark's last output. */
    Path sparkOutput() {
        return sparkOutput;
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
            case SPARK -> spark();
            case RUN -> {
                Scratch.delete(home);
                yield run(day.root(), home);
            }
            case S3_RUN -> {
                Scratch.delete(homeOfS3);
                List<String> command = new ArrayList<>(
                        Objects.requireNonNull(s3, "No S3 server was started").environment());
                command.addAll(pettyCommand(
                        "run", "--home", homeOfS3, "--raw", RawFilesOnS3.location(day), "--date", RawDay.DATE));
                yield written(command);
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
            case VERSION -> petty("--version");
            case EMPTY_JAVA ->
                written(List.of(
                        java(),
                        "-cp",
                        root.resolve("system-tests/target/test-classes").toString(),
                        EmptyProgram.class.getName()));
        };
    }

    private Measurement run(Path raw, Path runHome) throws IOException, InterruptedException, FailedProgramException {
        return petty("run", "--home", runHome, "--raw", raw, "--date", RawDay.DATE);
    }

    private Measurement petty(Object... arguments) throws IOException, InterruptedException, FailedProgramException {
        return written(pettyCommand(arguments));
    }

    private List<String> pettyCommand(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(petty.toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    /** Runs Spark in a separate JVM, with the jars that {@code system-tests/benchmark} has downloaded. */
    private Measurement spark() throws IOException, InterruptedException, FailedProgramException {
        Scratch.delete(sparkOutput);
        return written(List.of(
                java(),
                "-Xmx1g",
                "@" + root.resolve("system-tests/src/engines/spark.options"),
                "@" + root.resolve("system-tests/target/benchmark/spark/class-path.options"),
                "SparkReadings",
                day.root().toString(),
                RawDay.DATE.toString(),
                sparkOutput.toString()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs DuckDB in a separate JVM with a heap as small as Petty's. DuckDB's own memory is outside of the heap. */
    private Measurement duckDb(Path output, String... arguments)
            throws IOException, InterruptedException, FailedProgramException {
        Scratch.delete(output);
        Files.createDirectories(output);
        // The driver unpacks its native library here in each run.
        Path temporary = scratch.work().resolve("tmp");
        Scratch.delete(temporary);
        Files.createDirectories(temporary);
        List<String> command = new ArrayList<>(List.of(
                java(),
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
     * Flushes earlier output to disk, then measures a command. It therefore doesn't wait for another program's writes.
     */
    private Measurement written(List<String> command) throws IOException, InterruptedException, FailedProgramException {
        stopwatch.measure(List.of("sync"));
        return stopwatch.measure(command, command.get(0).equals("zcat") ? Path.of("/dev/null") : output());
    }

    private Path output() {
        return scratch.work().resolve("output.txt");
    }
}
