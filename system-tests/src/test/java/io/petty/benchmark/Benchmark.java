package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures Petty, DuckDB, Spark and zcat; started by {@code system-tests/benchmark}. */
public final class Benchmark {
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    /** The number of collars of the large day, as a multiple of {@code --collars}. */
    private static final int LARGE = 10;

    /** The numbers of collars of the days for {@code --growth}, as multiples of {@code --collars}. */
    private static final List<Integer> GROWTH = List.of(1, 3, 10);

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
            boolean growsTenfold = options.large() || options.growth();
            scratch.requireRoomFor(growsTenfold ? LARGE * options.collars() : options.collars());
            RawDay day = day(1);
            Measurements measured = measureDay(day);
            scratch.clear();
            Measurements large =
                    options.large() ? rounds(day(LARGE), null).measure(options.largeRounds(), LARGE_PROGRAMS) : null;
            scratch.clear();
            Growth growth = options.growth() ? measureGrowth() : null;
            report(new Report(measured, day.bytes(), large, growth, Machine.facts(options.peers())));
        } finally {
            scratch.clear();
        }
    }

    private RawDay day(int times) throws IOException, InterruptedException, FailedProgramException {
        return RawDay.of(times * options.collars(), petty, scratch, stopwatch);
    }

    private Rounds rounds(RawDay day, @Nullable RawFilesOnS3 s3) {
        return new Rounds(day, root, scratch, stopwatch, s3);
    }

    /** Measures all selected programs and compares their results. */
    private Measurements measureDay(RawDay day) throws IOException, InterruptedException, FailedProgramException {
        Set<Program> programs = EnumSet.allOf(Program.class);
        if (!options.peers()) {
            programs.remove(Program.SPARK);
        }
        if (!options.s3()) {
            programs.remove(Program.S3_RUN);
        }
        try (RawFilesOnS3 s3 = options.s3() ? RawFilesOnS3.serve(scratch) : null) {
            Rounds rounds = rounds(day, s3);
            Measurements measured = rounds.measure(options.rounds(), programs);
            Agreement agreement = new Agreement(petty, scratch.work().resolve("exports"), stopwatch);
            agreement.require(rounds.home(), rounds.duckDbOutput());
            if (options.peers() && measured.failure(Program.SPARK).isEmpty()) {
                agreement.requireReadings(rounds.sparkOutput());
            }
            if (options.s3()) {
                agreement.requireSame(rounds.homeOfS3());
            }
            return measured;
        }
    }

    /** Runs Petty on days of all sizes in turn. */
    private Growth measureGrowth() throws IOException, InterruptedException, FailedProgramException {
        List<Rounds> sizes = new ArrayList<>();
        for (int times : GROWTH) {
            sizes.add(rounds(day(times), null));
        }
        List<Growth.Size> measured = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            measured.clear();
            for (Rounds size : sizes) {
                size.measureRound("round %d of %d".formatted(round, options.rounds()), EnumSet.of(Program.RUN));
                measured.add(new Growth.Size(size.measurements(), size.publishedReadings()));
            }
        }
        return new Growth(measured);
    }

    private void report(Report report) throws IOException {
        System.out.printf("%n%s", report.results());
        if (options.writeDocs()) {
            Path docs = root.resolve("docs");
            Files.writeString(docs.resolve("benchmark.md"), report.page());
            Files.writeString(docs.resolve("benchmark.svg"), Chart.svg(report.day(), report.machine()));
            System.out.printf("%nWritten: docs/benchmark.md, docs/benchmark.svg%n");
            Path growth = docs.resolve("benchmark-growth.svg");
            if (report.growth() == null) {
                Files.deleteIfExists(growth);
            } else {
                Files.writeString(growth, Chart.growth(report.growth(), report.machine()));
                System.out.printf("Written: docs/benchmark-growth.svg%n");
            }
        }
    }
}
