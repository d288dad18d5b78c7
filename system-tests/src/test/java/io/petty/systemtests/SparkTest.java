package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.FeedbackGenerator;
import io.petty.generate.FeedbackSettings;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the bytes written by a run on threads, on Spark in the run's own process, and on a Spark cluster of several
 * processes. The input is the sample data and generated days with late readings, rejects, feedback and a forgotten
 * collar.
 */
class SparkTest {
    private static final Path SAMPLE = Path.of("..", "sample-data");
    private static final LocalDate FIRST = LocalDate.parse("2026-11-25");
    private static final int DAYS = 3;
    private static final int COLLARS = 4;
    private static final int SEED = 7;

    /** Shared, because each home would otherwise generate its own key and derive different user keys. */
    private static final String KEY_SECRET = "of all homes";

    private static final String BUCKETS = "4";
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects", "feedback"};

    @TempDir
    private static Path shared;

    private static Path raw;
    private static Path feedback;
    private static String forgotten = "";
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runDaysOnThreads() throws IOException {
        System.setProperty("petty.user-key-secret", KEY_SECRET);
        System.setProperty("petty.buckets", BUCKETS);
        raw = shared.resolve("raw");
        feedback = shared.resolve("feedback");
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(10), Duration.ofMinutes(2))
                .withFiles(FileFormat.GZIP, 3)
                .withShares(0.05, 0.01, 0.01);
        new Generator(settings).generate(raw, FIRST, DAYS, COLLARS, SEED, null, (file, soFar) -> {});
        new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, FIRST, DAYS, COLLARS, SEED);
        copy(SAMPLE.resolve("raw"), raw);
        copy(SAMPLE.resolve("feedback"), feedback);

        PettyHome before = new PettyHome(shared.resolve("before"));
        before.command("run", "--raw", raw, "--date", FIRST);
        forgotten = collarOf(before.export("summaries", FIRST));
        PettyHome threads = home(shared.resolve("threads"));
        threads.command("run", "--raw", raw, "--feedback", feedback);
        expected = threads.exports(TABLES);
        assertThat(expected.get("readings " + FIRST)).isNotEmpty().doesNotContain(forgotten);
        assertThat(expected.get("rejects " + FIRST)).isNotEmpty();
        assertThat(expected.get("feedback " + FIRST)).isNotEmpty();
    }

    /** Copies the days of the sample data to a folder. */
    private static void copy(Path days, Path to) throws IOException {
        try (Stream<Path> found = Files.walk(days)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path copied = to.resolve(days.relativize(file));
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
    }

    /** Creates a home in which the collar is forgotten before any delivery. */
    private static PettyHome home(Path folder) {
        PettyHome home = new PettyHome(folder);
        home.command("forget", forgotten, "--yes");
        return home;
    }

    @AfterAll
    static void clearSettings() {
        System.clearProperty("petty.user-key-secret");
        System.clearProperty("petty.buckets");
    }

    @Test
    void givesTheSameBytesInTheRunsProcessAndErasesACollar() {
        PettyHome home = assertSameBytes(local("local[2]"));
        String collar = collarOf(home.export("summaries", FIRST));

        try (PettyProcess erasure = PettyProcess.start(home, settings(local("local[2]")), "forget", collar, "--yes")) {
            erasure.endsWith(ExitCode.DONE);
        }

        Map<String, String> left = home.exports("timelines", "summaries", "readings");
        assertThat(left)
                .isNotEmpty()
                .allSatisfy((export, text) ->
                        assertThat(text).as(export).isEqualTo(without(collar, String.valueOf(expected.get(export)))));
    }

    private static String without(String collar, String export) {
        return export.lines()
                .filter(line -> !line.contains("\"collar_id\":\"" + collar + "\""))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Returns the first collar that has a summary. */
    private static String collarOf(String summaries) {
        return summaries.lines().findFirst().orElseThrow().replaceFirst(".*\"collar_id\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void givesTheSameBytesOnAClusterOfThreeProcesses() {
        try (SparkCluster cluster = new SparkCluster(folder, Map.of())) {
            for (int worker = 0; worker < 3; worker++) {
                cluster.startWorker();
            }
            Map<String, String> environment = cluster.environment();
            environment.put("PETTY_SPARK_EXECUTOR_MEMORY", "512m");
            environment.put("JAVA_TOOL_OPTIONS", SparkCluster.FAST_EXECUTORS);
            assertSameBytes(environment);
        }
    }

    @Test
    void spillsABucketDayLargerThanTheMemoryOfItsTask() throws IOException {
        Path large = folder.resolve("large");
        // At every 32nd record, Spark checks whether to spill. Each group of raw files gives one record per collar.
        new Generator(GenerateSettings.defaults().withCadence(Duration.ofSeconds(20), Duration.ofSeconds(20)))
                .generate(large, FIRST, 1, 4 * COLLARS, SEED, null, (file, soFar) -> {});
        Map<String, String> environment = local("local[1]");
        // All of Spark gets about 600 KiB of memory. The day's only bucket has more than 1 MiB.
        environment.put("PETTY_BUCKETS", "1");
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Dspark.memory.fraction=0.003 -Dspark.storage.unrollMemoryThreshold=1024"
                        + " -Dspark.shuffle.spill.initialMemoryThreshold=4096");
        PettyHome home = new PettyHome(folder.resolve("home"));

        String written = run(home, environment, large);

        assertThat(written).containsPattern("spilling in-memory .* to disk");
        System.setProperty("petty.buckets", "1");
        try {
            PettyHome threads = new PettyHome(folder.resolve("threads"));
            threads.command("run", "--raw", large);
            assertEqual(home.exports(TABLES), threads.exports(TABLES));
        } finally {
            System.setProperty("petty.buckets", BUCKETS);
        }
    }

    @Test
    void aCommandWithoutAMasterLoadsNoSparkClasses() throws IOException {
        Path classes = folder.resolve("classes");
        PettyHome home = new PettyHome(folder.resolve("home"));

        run(home, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes), raw, "--date", FIRST);

        assertThat(Files.readString(classes))
                .contains(" io.petty.jobs.partition.LocalEngine ")
                .doesNotContain(" org.apache.spark.", " scala.", " io.petty.spark.");
    }

    private static Map<String, String> local(String master) {
        Map<String, String> environment = new TreeMap<>(PackagedCommand.sparkEnvironment());
        environment.put("PETTY_SPARK_MASTER", master);
        return environment;
    }

    private PettyHome assertSameBytes(Map<String, String> environment) {
        PettyHome home = home(folder.resolve("home"));
        assertThat(run(home, environment, raw, "--feedback", feedback)).doesNotContain("Exception", "WARN", "ERROR");
        assertEqual(home.exports(TABLES), expected);
        return home;
    }

    private static Map<String, String> settings(Map<String, String> environment) {
        Map<String, String> settings =
                new TreeMap<>(Map.of("PETTY_USER_KEY_SECRET", KEY_SECRET, "PETTY_BUCKETS", BUCKETS));
        settings.putAll(environment);
        return settings;
    }

    /** Runs all days in a separate process, which must succeed, and returns its output. */
    private static String run(PettyHome home, Map<String, String> environment, Path raw, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of("run", "--raw", raw));
        arguments.addAll(List.of(options));
        try (PettyProcess run = PettyProcess.start(home, settings(environment), arguments.toArray())) {
            run.endsWith(ExitCode.DONE);
            return run.written();
        }
    }

    /** Compares the exports one by one, because a failure message with all of them would be too long. */
    private static void assertEqual(Map<String, String> exports, Map<String, String> others) {
        assertThat(exports.keySet()).isEqualTo(others.keySet());
        exports.forEach((export, text) -> assertThat(text).as(export).isEqualTo(others.get(export)));
    }
}
