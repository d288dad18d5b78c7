package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Measures Petty, DuckDB and zcat; started by {@code system-tests/benchmark}. */
public final class Benchmark {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    /** The size of the large day, as a multiple of the day's collars. */
    private static final int LARGE = 10;

    private static final Set<Program> LARGE_PROGRAMS =
            EnumSet.of(Program.ZCAT, Program.DUCKDB, Program.DUCKDB_LIMITED, Program.RUN);

    private final BenchmarkOptions options;
    private final Path root;
    private final Path petty;
    private final Scratch scratch;
    private final Stopwatch stopwatch;

    private Benchmark(BenchmarkOptions options, Path root) {
        this.options = options;
        this.root = root;
        this.petty = root.resolve("petty");
        this.scratch = new Scratch(root.resolve("system-tests/target/benchmark"));
        this.stopwatch = new Stopwatch(scratch.work());
    }

    /** @param arguments the project's folder, then the options */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> given = List.of(arguments);
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(given.subList(1, given.size()));
        } catch (IllegalArgumentException e) {
            System.err.printf("benchmark: %s; see system-tests/benchmark --help%n", e.getMessage());
            System.exit(WRONG_USE);
            return;
        }
        try {
            new Benchmark(options, Path.of(given.get(0))).run();
        } catch (IOException | FailedProgramException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private void run() throws IOException, InterruptedException, FailedProgramException {
        scratch.clear();
        try {
            scratch.requireRoomFor(options.large() ? LARGE * options.collars() : options.collars());
            RawDay day = RawDay.of(options.collars(), petty, scratch, stopwatch);
            Rounds rounds = new Rounds(day, petty, scratch, stopwatch);
            Measurements measured = rounds.measure(options.rounds(), EnumSet.allOf(Program.class));
            new Agreement(petty, scratch.work().resolve("exports"), stopwatch)
                    .require(rounds.home(), rounds.duckDbOutput());
            scratch.clear();
            Measurements large = options.large() ? measureLarge() : null;
            report(new Report(measured, day.bytes(), large, Machine.facts()));
        } finally {
            scratch.clear();
        }
    }

    private Measurements measureLarge() throws IOException, InterruptedException, FailedProgramException {
        RawDay day = RawDay.of(LARGE * options.collars(), petty, scratch, stopwatch);
        return new Rounds(day, petty, scratch, stopwatch).measure(options.largeRounds(), LARGE_PROGRAMS);
    }

    private void report(Report report) throws IOException {
        System.out.printf("%n%s", report.results());
        if (options.writeDocs()) {
            Path docs = root.resolve("docs");
            Files.writeString(docs.resolve("benchmark.md"), report.page());
            Files.writeString(docs.resolve("benchmark.svg"), Chart.svg(report.day(), report.machine()));
            System.out.printf("%nWritten: docs/benchmark.md, docs/benchmark.svg%n");
        }
    }
}
