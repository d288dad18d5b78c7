package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.FeedbackGenerator;
import io.petty.generate.FeedbackSettings;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.lake.database.LakeDatabase;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Tests runs on a Spark cluster whose processes are killed or frozen while a task is held. Every run gives the results
 * of a run on threads, or fails as expected.
 */
class SparkFaultsTest {
    private static final LocalDate GOOD = LocalDate.of(2026, 11, 19);

    /** The two days are so far apart that neither delivery has readings of the other day. */
    private static final LocalDate POISONED = GOOD.minusDays(5);

    private static final int COLLARS = 4;
    private static final int SEED = 5;
    private static final String KEY_SECRET = "of all homes";
    private static final String BUCKETS = "4";
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects", "feedback"};

    /** A task that has read raw files. A run's first stage (0) reads them, the second one (1) counts them. */
    private static final String READ = "Finished task .* in stage 0\\.";

    /** A task that has written readings. The third stage (2) repeats the first one, unless its output still exists. */
    private static final String WROTE_READINGS = "Finished task .* in stage 3\\.";

    @TempDir
    private static Path shared;

    private static Path raw;
    private static Path feedback;
    private static Map<String, String> expected;
    private static SparkCluster cluster;

    @TempDir
    private Path folder;

    private TaskGate gate;
    private PettyHome home;

    @BeforeAll
    static void runDaysUndisturbed() throws IOException {
        System.setProperty("petty.user-key-secret", KEY_SECRET);
        System.setProperty("petty.buckets", BUCKETS);
        raw = shared.resolve("raw");
        feedback = shared.resolve("feedback");
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(5), Duration.ofMinutes(1))
                .withFiles(FileFormat.GZIP, 4);
        for (LocalDate day : List.of(POISONED, GOOD)) {
            new Generator(settings).generate(raw, day, 1, COLLARS, SEED, null, (file, soFar) -> {});
        }
        new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, GOOD, 1, COLLARS, SEED);
        PettyHome undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw, "--feedback", feedback);
        expected = undisturbed.exports(TABLES);
        // A restarted master waits for half of this timeout before it assigns cores.
        cluster = new SparkCluster(shared, Map.of("PETTY_SPARK_NETWORK_TIMEOUT", "40s"));
        for (int worker = 0; worker < 3; worker++) {
            cluster.startWorker();
        }
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
        System.clearProperty("petty.user-key-secret");
        System.clearProperty("petty.buckets");
    }

    @BeforeEach
    void openGate() {
        gate = new TaskGate();
        home = new PettyHome(folder.resolve("home"));
    }

    @AfterEach
    void closeGate() {
        gate.close();
    }

    @Test
    void killedWorkersChangeNothingAndAFailingPartitionFailsOnlyItsDay() throws Exception {
        // Reading this file always fails, because it is a different file in each process.
        Path poison = raw.resolve("dt=" + POISONED).resolve("poison.ndjson");
        Files.createSymbolicLink(poison, Path.of("/proc/self/mem"));
        try {
            gate.hold("Running task .* in stage 0\\.", 1);
            try (PettyProcess run = start(Map.of())) {
                TaskGate.Held beginning = gate.awaitHeld(run);
                // Stage 2 belongs to the second day. The first day ends after stage 1, the count of its raw files.
                gate.hold("Finished task .* in stage 2\\.", 1);
                killWithWorker(beginning);
                TaskGate.Held reading = gate.awaitHeld(run);
                assertNoDatabase(reading.process());
                gate.hold("Finished task .* in stage 5\\.", 1);
                killWithWorker(reading);
                killWithWorker(gate.awaitHeld(run));

                run.endsWith(ExitCode.FAILED);
                assertThat(run.written())
                        .containsPattern(POISONED + " failed: rawFiles:\\d+ failed \\d times: .*poison\\.ndjson")
                        .doesNotContain(GOOD + " failed");
            }
            assertThat(home.eventDays()).containsExactly(GOOD);
            assertThat(home.exports(TABLES)).containsAllEntriesOf(of(GOOD));
        } finally {
            Files.delete(poison);
        }
        try (PettyProcess run = start(Map.of())) {
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void aKilledAndRestartedMasterChangesNothing() throws Exception {
        gate.hold(READ, 1);
        try (PettyProcess run = start(Map.of())) {
            TaskGate.Held reading = gate.awaitHeld(run);
            cluster.killMaster();
            reading.letGo();
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
        cluster.restartMaster();
        try (PettyProcess run = start(Map.of(), "--force", "--date", GOOD)) {
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void theNextRunReusesTheFinishedPartitionsOfAKilledDriver() throws Exception {
        Map<String, String> holding = Map.of(HoldingAppender.HOLD_AT, "timelines:0000 COMPLETED after");
        try (PettyProcess run = start(holding)) {
            run.awaits(HoldingAppender.HELD);
            run.kill();
        }
        assertThat(home.folder().resolve("spark")).isNotEmptyDirectory();
        List<String> finished = completedTimelines();
        assertThat(finished).contains("timelines:0000");
        assertThat(home.eventDays()).isEmpty();

        try (PettyProcess run = start(Map.of())) {
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
        assertThat(completedTimelines()).doesNotHaveDuplicates().containsAll(finished);
        assertThat(home.folder().resolve("spark"))
                .as("files that the killed run and this one kept")
                .isEmptyDirectory();
    }

    @Test
    void aLateResultOfAMachineConsideredDeadIsDiscarded() throws Exception {
        gate.hold(WROTE_READINGS, 1);
        try (PettyProcess run = start(Map.of("PETTY_SPARK_NETWORK_TIMEOUT", "8s"))) {
            TaskGate.Held late = gate.awaitHeld(run);
            ProcessHandle executor = late.process();
            ProcessHandle worker = executor.parent().orElseThrow();
            gate.hold("Finished task \\d+\\.[1-9]\\d* in stage 3\\.|Finished task .* in stage 3\\.[1-9]", 1);
            signal("STOP", worker);
            signal("STOP", executor);
            TaskGate.Held again = gate.awaitHeld(run);

            signal("CONT", worker);
            signal("CONT", executor);
            late.letGo();
            run.awaits("Ignor");
            again.letGo();
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    private PettyProcess start(Map<String, String> settings, Object... options) {
        Map<String, String> environment = cluster.environment();
        environment.putAll(Map.of(
                "PETTY_USER_KEY_SECRET",
                KEY_SECRET,
                "PETTY_BUCKETS",
                BUCKETS,
                "PETTY_SPARK_EXECUTOR_MEMORY",
                "512m",
                "JAVA_TOOL_OPTIONS",
                gate.driverOptions()));
        environment.putAll(settings);
        Object[] all = new Object[options.length + 5];
        System.arraycopy(new Object[] {"run", "--raw", raw, "--feedback", feedback}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        return PettyProcess.start(home, environment, all);
    }

    /** Simulates the loss of a machine and its replacement by another one. */
    private static void killWithWorker(TaskGate.Held task) {
        ProcessHandle executor = task.process();
        ProcessHandle worker = executor.parent().orElseThrow();
        worker.destroyForcibly();
        executor.destroyForcibly();
        cluster.startWorker();
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Fails if a process has loaded a database driver; without one it can't open a connection. */
    private static void assertNoDatabase(ProcessHandle executor) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        LimitedProcess.Ended classes = LimitedProcess.run(
                new ProcessBuilder(jcmd, String.valueOf(executor.pid()), "GC.class_histogram"), WrittenLines.PATIENCE);
        assertThat(classes.written())
                .contains("io.petty.jobs.ingest.RawFilesWork")
                .doesNotContain("org.h2.", "org.postgresql.", "com.zaxxer.hikari.", "org.springframework.");
    }

    /** Returns the timeline partitions that are recorded as completed, once per record. */
    private List<String> completedTimelines() {
        try (LakeDatabase database = home.open()) {
            return JdbcClient.create(database.dataSource())
                    .sql("select step_name from batch_step_execution"
                            + " where step_name like 'timelines:%' and status = 'COMPLETED'")
                    .query(String.class)
                    .list();
        }
    }

    private static Map<String, String> of(LocalDate day) {
        Map<String, String> ofDay = new LinkedHashMap<>(expected);
        ofDay.keySet().removeIf(export -> !export.endsWith(" " + day));
        return ofDay;
    }
}
