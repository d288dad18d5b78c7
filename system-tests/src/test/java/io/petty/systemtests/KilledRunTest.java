package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.lake.database.LakeDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests runs in separate processes that are held at a known point and then killed or asked to stop. They update a lake
 * in which one day's readings changed and another day got feedback, so that all jobs have work to do.
 */
class KilledRunTest {
    /** The day that gets feedback. */
    private static final LocalDate REVIEWED = LocalDate.parse("2026-11-19");

    /** The day whose readings change. */
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects", "feedback"};

    /** Shared, because each home would otherwise generate its own key and derive different user keys. */
    private static final String KEY_SECRET = "of all homes";

    /** One bucket per collar. More would take longer and show nothing new. */
    private static final String BUCKETS = "3";

    private static final Map<String, String> SETTINGS =
            Map.of("PETTY_USER_KEY_SECRET", KEY_SECRET, "PETTY_BUCKETS", BUCKETS);

    /** From this point, the folded feedback is published. */
    private static final String FOLDED = end("foldingPublication");

    /** From this point, the computed days are published. */
    private static final String COMPUTED = end("timelinePublication");

    /**
     * The points at which a run is killed, in order. At the end of a step, the end isn't recorded yet, so the next run
     * repeats the step. At the beginning of a step, the previous step is recorded. One point is the end of a partition.
     */
    private static final List<String> KILLED_AT = List.of(
            end("rawFilesPartitioned"),
            end("rejectsPublication"),
            begin("readingsPartitioned"),
            begin("readingsPublication"),
            end("readingsPublication"),
            end("feedbackDocumentsPartitioned"),
            begin("feedbackAudit"),
            begin("feedbackPublication"),
            end("feedbackPublication"),
            begin("foldingPublication"),
            FOLDED,
            recorded("timelines:0000"),
            begin("timelineAudit"),
            begin("timelinePublication"),
            COMPUTED);

    /** The number of runs killed at once. In each home, runs are killed three times, each time at a later point. */
    private static final int HOMES = 5;

    @TempDir
    private static Path shared;

    private static Path before;
    private static Path after;
    private static FeedbackFolder feedback;
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runDaysUndisturbed() throws IOException {
        System.setProperty("petty.user-key-secret", KEY_SECRET);
        System.setProperty("petty.buckets", BUCKETS);
        before = shared.resolve("before");
        after = shared.resolve("after");
        generate(before, REVIEWED, 1);
        generate(before, DAY, 1);
        generate(after, REVIEWED, 1);
        generate(after, DAY, 2);
        feedback = new FeedbackFolder(shared.resolve("feedback"));
        PettyHome undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", after);
        giveFeedback(undisturbed.export("timelines", REVIEWED));
        undisturbed.command("run", "--feedback", feedback.folder());
        expected = undisturbed.exports(TABLES);
    }

    /** Simulates a kill between the two writes with which Spring Batch starts a partition. */
    private static void loseInputs(LakeDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            int lost = statement.executeUpdate("delete from batch_step_execution_context where step_execution_id in"
                    + " (select step_execution_id from batch_step_execution where step_name like 'timelines:%')");
            assertThat(lost).isPositive();
            statement.executeUpdate("update batch_step_execution set status = 'STARTING', exit_code = 'EXECUTING',"
                    + " end_time = null where step_name like 'timelines:%'");
        }
    }

    @AfterAll
    static void clearSettings() {
        System.clearProperty("petty.user-key-secret");
        System.clearProperty("petty.buckets");
    }

    @Test
    void theNextRunFinishesAKilledRunWhileReadersSeeWholeDays() throws SQLException {
        List<PettyHome> homes = new ArrayList<>();
        List<LakeDatabase> databases = new ArrayList<>();
        try {
            for (int i = 0; i < HOMES; i++) {
                PettyHome home = new PettyHome(folder.resolve("home-" + i));
                home.command("run", "--raw", before);
                homes.add(home);
                // Kept open here, because commands would otherwise wait for the killed process to serve the database.
                LakeDatabase database = home.open();
                databases.add(database);
                numberJobsFrom((i + 1) * 1_000, database);
            }
            Map<String, String> unchanged = homes.get(0).exports("timelines");
            for (LocalDate day : List.of(REVIEWED, DAY)) {
                assertThat(unchanged.get("timelines " + day)).isNotEqualTo(expected.get("timelines " + day));
            }
            // Each process holds its homes at different points, and each home at a later point than the previous
            // process.
            for (int first = 0; first < KILLED_AT.size(); first += HOMES) {
                List<String> at = KILLED_AT.subList(first, first + HOMES);
                try (PettyProcess runs = PettyProcess.startHeld(
                        homes, SETTINGS, at, "run", "--raw", after, "--feedback", feedback.folder())) {
                    for (int i = 0; i < HOMES; i++) {
                        assertWholeDays(homes.get(i), at.get(i), unchanged);
                    }
                    runs.kill();
                }
                int computing = at.indexOf(begin("timelinePublication"));
                if (computing >= 0) {
                    loseInputs(databases.get(computing));
                }
            }
            for (PettyHome home : homes) {
                assertThat(home.command("runs").lines().filter(line -> line.contains("cut off")))
                        .hasSize(KILLED_AT.size() / HOMES);
                home.command("run");
                assertThat(home.exports(TABLES)).isEqualTo(expected);
                assertThat(home.command("run")).contains("Everything is fresh");
            }
        } finally {
            databases.forEach(LakeDatabase::close);
        }
    }

    /**
     * Gives each home its own job and step numbers, because Spring Batch distinguishes the jobs and steps within a
     * process only by number.
     */
    private static void numberJobsFrom(int first, LakeDatabase database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sequence : List.of("batch_job_execution_seq", "batch_step_execution_seq")) {
                statement.execute("alter sequence %s restart with %d".formatted(sequence, first));
            }
        }
    }

    /** Checks that the home shows what its run has published so far, and otherwise the earlier publication. */
    private static void assertWholeDays(PettyHome home, String at, Map<String, String> unchanged) {
        boolean folded = KILLED_AT.indexOf(at) >= KILLED_AT.indexOf(FOLDED);
        boolean computed = KILLED_AT.indexOf(at) >= KILLED_AT.indexOf(COMPUTED);
        assertThat(home.export("timelines", REVIEWED))
                .as("while held at '%s'", at)
                .isEqualTo((folded ? expected : unchanged).get("timelines " + REVIEWED));
        assertThat(home.export("timelines", DAY))
                .as("while held at '%s'", at)
                .isEqualTo((computed ? expected : unchanged).get("timelines " + DAY));
    }

    @Test
    void stopsAtACleanPointOnSigterm() {
        PettyHome home = new PettyHome(folder.resolve("home"));
        try (PettyProcess run = PettyProcess.startHeld(
                home, SETTINGS, begin("rawFilesPartitioned"), "run", "--raw", after, "--feedback", feedback.folder())) {
            run.terminate();
            run.awaits("stopping at the next clean point");
            run.goOn();
            run.endsWith(143);
            assertThat(run.written()).contains("run 1 stopped", "Continue with ./petty run");
        }
        assertThat(home.command("status")).contains("the run was stopped");
        home.command("run");
        assertThat(home.exports(TABLES)).isEqualTo(expected);
    }

    /** The end of a step, before it is recorded. */
    private static String end(String step) {
        return "Step: [%s] executed in".formatted(step);
    }

    /** The beginning of a step, after the end of the previous step was recorded. */
    private static String begin(String step) {
        return "Executing step: [%s]".formatted(step);
    }

    /** The end of a partition, after its status is recorded but before its result is. */
    private static String recorded(String partition) {
        return partition + " COMPLETED after";
    }

    private static void generate(Path raw, LocalDate day, int seed) {
        CommandRun.of(("generate --out %s --date %s --collars 3 --seed %d --still-cadence PT4M --active-cadence PT1M"
                                + " --files-per-day 2 --late-share 0")
                        .formatted(raw, day, seed)
                        .split(" "))
                .endsWith(ExitCode.DONE);
    }

    /** Confirms every third event, rejects the event after it, and adds an unreadable document. */
    private static void giveFeedback(String timelines) {
        JsonMapper json = new JsonMapper();
        List<String> events = timelines
                .lines()
                .map(line -> json.readTree(line).get("event_id").asString())
                .toList();
        for (int i = 0; i < events.size(); i++) {
            if (i % 3 < 2) {
                feedback.write(
                        "dt=%s/%d.json".formatted(DAY, i),
                        "{\"event_id\":\"%s\",\"user_feedback\":\"%s\",\"user_id\":\"u\",\"timestamp\":\"%sT20:00:00Z\"}"
                                .formatted(events.get(i), i % 3 == 0 ? "positive" : "negative", DAY));
            }
        }
        feedback.write("dt=%s/broken.json".formatted(DAY), "{");
    }
}
