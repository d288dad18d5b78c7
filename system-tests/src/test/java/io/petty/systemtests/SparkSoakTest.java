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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disturbs runs on a Spark cluster at random tasks; {@code petty.test.spark-kills} sets how often. It kills workers,
 * executors, the run and the master, and freezes machines beyond the network timeout. In about every second round, one
 * partition always fails. Not part of a build: {@link SparkFaultsTest} tests each of these faults once.
 */
@EnabledIfSystemProperty(named = "petty.test.spark-kills", matches = "\\d+")
class SparkSoakTest {
    private static final LocalDate GOOD = LocalDate.of(2026, 11, 19);

    /** The two days are so far apart that neither delivery has readings of the other day. */
    private static final LocalDate POISONED = GOOD.minusDays(5);

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects", "feedback"};
    private static final int WORKERS = 3;
    private static final int COLLARS = 6;
    private static final int DISTURBANCES = Integer.getInteger("petty.test.spark-kills", 1);
    private static final long SEED = Long.getLong("petty.test.seed", 1);

    /**
     * The maximum number of tasks up to the next disturbance. Most runs have more tasks and are disturbed several
     * times.
     */
    private static final int TASKS = 12;

    private static final String KEY_SECRET = "of all homes";

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private int disturbances;

    @Test
    void daysAreCorrectOrReportedAsFailed() throws Exception {
        System.setProperty("petty.user-key-secret", KEY_SECRET);
        try (SparkCluster cluster = new SparkCluster(folder, Map.of("PETTY_SPARK_NETWORK_TIMEOUT", "8s"))) {
            for (int worker = 0; worker < WORKERS; worker++) {
                cluster.startWorker();
            }
            for (int round = 1; disturbances < DISTURBANCES; round++) {
                new Round(cluster, Files.createDirectory(folder.resolve("round-" + round)), round).run();
                System.out.printf(
                        "%d of %d disturbances, %d rounds of seed %d%n", disturbances, DISTURBANCES, round, SEED);
            }
        } finally {
            System.clearProperty("petty.user-key-secret");
        }
    }

    /** A home whose runs are disturbed until one ends by itself. */
    private final class Round {
        private final SparkCluster cluster;
        private final PettyHome home;
        private final Path raw;
        private final Path feedback;
        private final Map<String, String> expected;

        private Round(SparkCluster cluster, Path place, int number) throws IOException {
            this.cluster = cluster;
            home = new PettyHome(place.resolve("home"));
            raw = place.resolve("raw");
            feedback = place.resolve("feedback");
            GenerateSettings settings = GenerateSettings.defaults()
                    .withCadence(Duration.ofMinutes(2), Duration.ofSeconds(30))
                    .withFiles(FileFormat.GZIP, 4);
            long seed = SEED * 1_000 + number;
            for (LocalDate day : List.of(POISONED, GOOD)) {
                new Generator(settings).generate(raw, day, 1, COLLARS, seed, null, (file, soFar) -> {});
            }
            new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, GOOD, 1, COLLARS, seed);
            PettyHome undisturbed = new PettyHome(place.resolve("undisturbed"));
            undisturbed.command("run", "--raw", raw, "--feedback", feedback);
            expected = undisturbed.exports(TABLES);
        }

        private void run() throws Exception {
            boolean poisoned = random.nextBoolean();
            // Reading this file always fails.
            Path poison = raw.resolve("dt=" + POISONED).resolve("poison.ndjson");
            if (poisoned) {
                Files.createSymbolicLink(poison, Path.of("/proc/self/mem"));
            }
            try (PettyProcess ended = disturbed()) {
                ended.endsWith(poisoned ? ExitCode.FAILED : ExitCode.DONE);
                assertThat(ended.written()).doesNotContain(GOOD + " failed");
                if (poisoned) {
                    assertThat(ended.written())
                            .containsPattern(POISONED + " failed: rawFiles:\\d+ failed \\d+ times: .*poison\\.ndjson");
                }
            }
            if (poisoned) {
                requirePublished(GOOD);
                assertThat(home.eventDays()).containsExactly(GOOD);
                Files.delete(poison);
                try (TaskGate open = new TaskGate();
                        PettyProcess again = start(open)) {
                    again.endsWith(ExitCode.DONE);
                }
            }
            requirePublished(POISONED, GOOD);
        }

        /** Disturbs runs until one ends without being killed, and returns it. */
        private PettyProcess disturbed() throws Exception {
            while (true) {
                try (TaskGate gate = new TaskGate()) {
                    PettyProcess run = start(gate);
                    boolean goesOn = true;
                    while (goesOn && disturbances < DISTURBANCES) {
                        gate.hold(random.nextBoolean() ? "Running" : "Finished", random.nextInt(TASKS), 1);
                        TaskGate.Held task = gate.heldBeforeTheEnd(run);
                        if (task == null) {
                            return run;
                        }
                        disturbances++;
                        goesOn = disturb(task, run);
                        requireWholeDays();
                    }
                    if (goesOn) {
                        run.exitCode();
                        return run;
                    }
                }
            }
        }

        /** Disturbs the run while the task is held. Returns false if it killed the run. */
        private boolean disturb(TaskGate.Held task, PettyProcess run) throws Exception {
            ProcessHandle executor = task.process();
            ProcessHandle worker = executor.parent().orElseThrow();
            int what = random.nextInt(8);
            System.out.printf("%s at %s%n", what, task.line());
            switch (what) {
                case 0 -> {
                    run.kill();
                    return false;
                }
                case 1 -> {
                    cluster.killMaster();
                    task.letGo();
                    cluster.restartMaster();
                }
                case 2 -> freeze(task, executor, worker, run);
                case 3 -> {
                    executor.destroyForcibly();
                }
                case 4 -> {
                    // Simulates a machine that is reclaimed with notice.
                    worker.destroy();
                    task.letGo();
                    cluster.startWorker();
                }
                default -> {
                    worker.destroyForcibly();
                    executor.destroyForcibly();
                    cluster.startWorker();
                }
            }
            return true;
        }

        /** Simulates a machine that is frozen for longer than the timeout. */
        private void freeze(TaskGate.Held task, ProcessHandle executor, ProcessHandle worker, PettyProcess run)
                throws Exception {
            signal("STOP", worker);
            signal("STOP", executor);
            try {
                assertThat(run.reaches(line -> line.contains("Lost executor")))
                        .as(run.written())
                        .isTrue();
            } finally {
                signal("CONT", worker);
                signal("CONT", executor);
                task.letGo();
            }
        }

        private PettyProcess start(TaskGate gate) {
            Map<String, String> environment = cluster.environment();
            environment.putAll(Map.of(
                    "PETTY_USER_KEY_SECRET",
                    KEY_SECRET,
                    "PETTY_SPARK_EXECUTOR_MEMORY",
                    "512m",
                    // Killing an executor counts as a failure of its task.
                    "PETTY_SPARK_TASK_FAILURES",
                    "8",
                    "JAVA_TOOL_OPTIONS",
                    gate.driverOptions()));
            return PettyProcess.start(home, environment, "run", "--wait", "--raw", raw, "--feedback", feedback);
        }

        /** Fails if a day shows anything other than its complete content. */
        private void requireWholeDays() {
            if (Files.exists(home.folder().resolve("lake"))) {
                for (LocalDate day : home.eventDays()) {
                    requireEqual("timelines " + day);
                }
            }
        }

        private void requirePublished(LocalDate... days) {
            Map<String, String> published = home.exports(TABLES);
            for (LocalDate day : days) {
                for (String export : of(day).keySet()) {
                    assertThat(published.get(export)).as(export).isEqualTo(expected.get(export));
                }
            }
        }

        private void requireEqual(String export) {
            String[] parts = export.split(" ", -1);
            assertThat(home.export(parts[0], LocalDate.parse(parts[1])))
                    .as(export)
                    .isEqualTo(expected.get(export));
        }

        private Map<String, String> of(LocalDate day) {
            Map<String, String> ofDay = new LinkedHashMap<>(expected);
            ofDay.keySet().removeIf(export -> !export.endsWith(" " + day));
            return ofDay;
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        kill.waitFor();
    }
}
