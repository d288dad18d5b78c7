package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import io.petty.scheduler.generate.FeedbackGenerator;
import io.petty.scheduler.generate.FeedbackSettings;
import io.petty.scheduler.generate.GenerateSettings;
import io.petty.scheduler.generate.Generator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose partitions are done by workers, each process with a home of its own. */
class WorkersTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 19);
    private static final int DAYS = 1;
    private static final int COLLARS = 12;

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path feedback = Path.of("");

    @BeforeEach
    void generate() throws Exception {
        raw = folder.resolve("raw");
        feedback = folder.resolve("feedback");
        GenerateSettings settings =
                GenerateSettings.defaults().withCadence(Duration.ofSeconds(120), Duration.ofSeconds(20));
        new Generator(settings).generate(raw, FIRST, DAYS, COLLARS, 5, null, (file, soFar) -> {});
        new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, FIRST, DAYS, COLLARS, 5);
    }

    private Map<String, String> undisturbed() {
        System.setProperty("petty.user-key-secret", "of all homes");
        try {
            PettyHome home = new PettyHome(folder.resolve("undisturbed"));
            home.command("run", "--raw", raw, "--feedback", feedback);
            return home.exports("timelines", "summaries", "readings", "rejects", "feedback");
        } finally {
            System.clearProperty("petty.user-key-secret");
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

    @Test
    void giveWhatARunByItselfGives() throws Exception {
        Map<String, String> expected = undisturbed();
        try (WorkerFleet fleet = new WorkerFleet(folder, raw, feedback)) {
            PettyProcess worker = fleet.start("worker");
            PettyProcess other = fleet.start("worker");
            PettyProcess run = fleet.start("run");

            assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.DONE);
            assertThat(exports(fleet, expected)).isEqualTo(expected);
            worker.terminate();
            other.terminate();
            assertThat(worker.exitCode()).as(worker.written()).isEqualTo(143);
            assertThat(other.exitCode()).as(other.written()).isEqualTo(143);
            assertThat(worker.written()).contains(" done in ", "worker ended after ");
        }
    }
}
