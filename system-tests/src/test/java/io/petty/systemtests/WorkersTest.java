package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import io.petty.scheduler.generate.FeedbackGenerator;
import io.petty.scheduler.generate.FeedbackSettings;
import io.petty.scheduler.generate.FileFormat;
import io.petty.scheduler.generate.GenerateSettings;
import io.petty.scheduler.generate.Generator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose partitions are done by workers, each process with a home of its own. */
class WorkersTest {
    private static final LocalDate GOOD = LocalDate.of(2026, 11, 19);

    /** So far away that neither delivery has readings of the other's day. */
    private static final LocalDate POISONED = GOOD.minusDays(5);

    private static final int COLLARS = 2;

    /** So few that a step has some partitions, not dozens. */
    private static final String BUCKETS = "2";

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path feedback = Path.of("");

    @BeforeEach
    void generate() throws Exception {
        raw = folder.resolve("raw");
        feedback = folder.resolve("feedback");
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofMinutes(5), Duration.ofMinutes(1))
                .withFiles(FileFormat.GZIP, 2);
        for (LocalDate day : List.of(POISONED, GOOD)) {
            new Generator(settings).generate(raw, day, 1, COLLARS, 5, null, (file, soFar) -> {});
        }
        new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, GOOD, 1, COLLARS, 5);
    }

    @Test
    void giveWhatARunByItselfGivesThoughOneIsKilledAndMessagesComeTwiceOrGetLost() throws Exception {
        Map<String, String> expected = undisturbed();
        // Reading this file always ends in an error.
        Path poison = raw.resolve("dt=" + POISONED).resolve("poison.ndjson");
        Files.createSymbolicLink(poison, Path.of("/proc/self/mem"));
        try (WorkerFleet fleet = new WorkerFleet(folder, raw, feedback);
                DoublingProxy proxy = new DoublingProxy(fleet.queue().queue())) {
            fleet.with("petty.workers.queue", proxy.through(fleet.queue().queue()))
                    .with(
                            "petty.workers.dead-letters",
                            proxy.through(fleet.queue().deadLetters()))
                    // A claim that is lost for a slow sign of life is taken again: only the killed worker's must
                    // expire.
                    .with("petty.workers.expiry", "5s")
                    .with("petty.buckets", BUCKETS);
            PettyProcess killed = fleet.start("worker");
            CompletableFuture<CommandRun> run = CompletableFuture.supplyAsync(() -> fleet.attempt("run"));
            assertThat(killed.reaches(line -> line.contains(" executed in ")))
                    .as(killed.written())
                    .isTrue();
            killed.kill();
            fleet.queue().stop();
            fleet.queue().startAgain();
            PettyProcess worker = fleet.start("worker");
            CompletableFuture<Boolean> output = CompletableFuture.supplyAsync(() -> worker.reaches(line -> false));

            CommandRun failed = run.get().endsWith(Petty.FAILED);

            assertThat(failed.out() + failed.err())
                    .containsPattern(POISONED + " failed: rawFilesPartitioned: 1 of \\d+ partitions were given up")
                    .contains("poison.ndjson")
                    .doesNotContain(GOOD + " failed");
            assertThat(exports(fleet, of(GOOD, expected))).isEqualTo(of(GOOD, expected));
            assertThat(fleet.isPublished(POISONED)).isFalse();

            Files.delete(poison);
            fleet.command("run");

            assertThat(exports(fleet, expected)).isEqualTo(expected);
            worker.terminate();
            output.get();
            assertThat(worker.exitCode()).as(worker.written()).isEqualTo(143);
            assertThat(worker.written()).contains(" done in ", "worker ended after ");
        }
    }

    private Map<String, String> undisturbed() {
        System.setProperty("petty.user-key-secret", "of all homes");
        System.setProperty("petty.buckets", BUCKETS);
        try {
            PettyHome home = new PettyHome(folder.resolve("undisturbed"));
            home.command("run", "--raw", raw, "--feedback", feedback);
            return home.exports("timelines", "summaries", "readings", "rejects", "feedback");
        } finally {
            System.clearProperty("petty.user-key-secret");
            System.clearProperty("petty.buckets");
        }
    }

    private static Map<String, String> exports(WorkerFleet fleet, Map<String, String> like) {
        Map<String, String> exports = new LinkedHashMap<>();
        for (String export : like.keySet()) {
            String[] parts = export.split(" ", -1);
            exports.put(export, fleet.command("export", parts[0], "--date", parts[1]));
        }
        return exports;
    }

    private static Map<String, String> of(LocalDate day, Map<String, String> exports) {
        Map<String, String> ofDay = new LinkedHashMap<>(exports);
        ofDay.keySet().removeIf(export -> !export.endsWith(" " + day));
        return ofDay;
    }
}
