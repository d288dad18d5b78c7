package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.Fingerprint;
import io.petty.scheduler.Petty;
import io.petty.scheduler.generate.GenerateSettings;
import io.petty.scheduler.generate.Generator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills workers and runs at random moments, as often as {@code petty.test.worker-kills} says, while all messages come twice,
 * the queue loses them, workers freeze beyond their claims, and one partition always fails. Not part of a build:
 * {@link WorkersTest} does each of these once, at a moment that the log tells.
 */
@EnabledIfSystemProperty(named = "petty.test.worker-kills", matches = "\\d+")
class WorkersSoakTest {
    private static final LocalDate GOOD = LocalDate.of(2026, 11, 19);

    /** So far away that neither delivery has readings of the other's day. */
    private static final LocalDate POISONED = GOOD.minusDays(5);

    private static final String[] TABLES = {"timelines", "summaries", "readings"};
    private static final int WORKERS = 3;
    private static final int KILLS = Integer.getInteger("petty.test.worker-kills", 1);
    private static final long SEED = Long.getLong("petty.test.seed", 1);

    /** Longer than a claim lasts without a sign of life. */
    private static final long FROZEN_MILLIS = 3_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private int kills;

    @Test
    void dayEndsRightOrIsReportedFailedForThePartitionThatAlwaysFails() throws Exception {
        for (int round = 1; kills < KILLS; round++) {
            Path place = Files.createDirectory(folder.resolve("round-" + round));
            Path raw = place.resolve("raw");
            Generator generator = new Generator(
                    GenerateSettings.defaults().withCadence(Duration.ofSeconds(60), Duration.ofSeconds(10)));
            for (LocalDate day : List.of(GOOD, POISONED)) {
                generator.generate(raw, day, 1, 8, SEED * 1_000 + round, null, (file, soFar) -> {});
            }
            PettyHome undisturbed = new PettyHome(place.resolve("undisturbed"));
            undisturbed.command("run", "--raw", raw);
            Map<String, String> expected = undisturbed.exports(TABLES);
            expected.replaceAll((export, text) -> hash(text));
            disturb(place, raw, expected);
            System.out.printf("%d of %d kills, %d rounds of seed %d%n", kills, KILLS, round, SEED);
        }
    }

    private void disturb(Path place, Path raw, Map<String, String> expected) throws Exception {
        // Reading this file always ends in an error.
        Path poison = raw.resolve("dt=" + POISONED).resolve("poison.ndjson");
        Files.createSymbolicLink(poison, Path.of("/proc/self/mem"));
        try (WorkerFleet fleet = new WorkerFleet(place, raw, Files.createDirectory(place.resolve("feedback")));
                DoublingProxy proxy = new DoublingProxy(fleet.queue().queue())) {
            fleet.with("petty.workers.queue", proxy.through(fleet.queue().queue()))
                    .with(
                            "petty.workers.dead-letters",
                            proxy.through(fleet.queue().deadLetters()))
                    .with("petty.workers.expiry", "2s")
                    .with("petty.lease.expiry", "2s");
            long started = System.nanoTime();
            List<PettyProcess> workers = new ArrayList<>();
            workers.add(fleet.startWorker());
            long startMillis = (System.nanoTime() - started) / 1_000_000;
            while (workers.size() < WORKERS) {
                workers.add(fleet.startWorker());
            }
            PettyProcess run = untilItIsThrough(fleet, workers, startMillis, expected);

            assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.FAILED);
            assertThat(run.written())
                    .containsPattern(POISONED + " failed: rawFilesPartitioned: 1 of \\d+ partitions were given up")
                    .contains("poison.ndjson")
                    .doesNotContain(GOOD + " failed");
            assertThat(exports(fleet, expected)).isEqualTo(of(GOOD, expected));

            Files.delete(poison);
            PettyProcess again = fleet.start("run", "--wait");
            assertThat(again.exitCode()).as(again.written()).isEqualTo(Petty.DONE);
            assertThat(exports(fleet, expected)).isEqualTo(expected);
        }
    }

    private PettyProcess untilItIsThrough(
            WorkerFleet fleet, List<PettyProcess> workers, long startMillis, Map<String, String> expected)
            throws Exception {
        PettyProcess run = fleet.start("run", "--wait");
        // Long enough for a run to begin its work and to come some way, however busy the machine is.
        while (kills < KILLS && !run.endsWithin(startMillis + random.nextLong(startMillis * 2))) {
            int victim = random.nextInt(WORKERS);
            switch (random.nextInt(8)) {
                case 0 -> {
                    workers.get(victim).suspend();
                    boolean ended = run.endsWithin(FROZEN_MILLIS);
                    workers.get(victim).wakeUp();
                    if (ended) {
                        return run;
                    }
                }
                case 1 -> {
                    fleet.queue().stop();
                    fleet.queue().startAgain();
                }
                case 2, 3 -> {
                    run.kill();
                    kills++;
                    run = fleet.start("run", "--wait");
                }
                default -> {
                    workers.get(victim).kill();
                    kills++;
                    workers.set(victim, fleet.startWorker());
                }
            }
            assertThat(expected.entrySet()).containsAll(exports(fleet, expected).entrySet());
        }
        return run;
    }

    /** What is published now, of what there is to be. */
    private static Map<String, String> exports(WorkerFleet fleet, Map<String, String> expected) {
        Map<String, String> exports = new LinkedHashMap<>();
        for (LocalDate day : List.of(GOOD, POISONED)) {
            if (fleet.isPublished(day)) {
                of(day, expected)
                        .keySet()
                        .forEach(export -> exports.put(
                                export, hash(fleet.command("export", export.split(" ", -1)[0], "--date", day))));
            }
        }
        return exports;
    }

    private static String hash(String text) {
        return new Fingerprint().add(text).digest();
    }

    private static Map<String, String> of(LocalDate day, Map<String, String> exports) {
        Map<String, String> ofDay = new LinkedHashMap<>(exports);
        ofDay.keySet().removeIf(export -> !export.endsWith(" " + day));
        return ofDay;
    }
}
