package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.tasks.PolicySimulator.Grant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs all tasks of stages of each size. {@code petty.test.moto} is the program of moto, and {@code
 * petty.test.templates} the folder with a folder of templates per size; {@code system-tests/tasks} sets both.
 */
@EnabledIfSystemProperty(named = "petty.test.moto", matches = ".+")
class TasksTest {
    private static final int DONE = 0;
    private static final int ENDED_BY_SIGTERM = 143;
    private static final String WORKER = "worker";
    private static final String COLLAR = "LUNA-01";

    /** Of each stage, by task. */
    private static final List<Map<String, Set<Grant>>> UNUSED = new ArrayList<>();

    /** The variables that differed from a task definition, of all stages. */
    private static final Set<String> CHANGED = new TreeSet<>();

    @TempDir
    private Path folder;

    @AfterAll
    static void eachDeclaredVariableDiffered() {
        assertThat(CHANGED).containsExactlyInAnyOrderElementsOf(TaskEnvironment.CHANGED.keySet());
    }

    @AfterAll
    static void eachReasonWasNeeded() {
        UnusedGrants.assertAllNeeded(UNUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "standard", "large"})
    void everyTaskWorksInItsEnvironmentWithItsRights(String size) throws Exception {
        try (StageOnTrial stage = StageOnTrial.start(folder, size)) {
            stage.deliver();
            RunningTask run = run(stage, Map.of());
            stage.assertPublished();
            stage.assertTraced("run", run, "petty");
            if (!size.equals("small")) {
                assertThat(run.collector().spans())
                        .as("the run reports the partitions of workers, too")
                        .contains("petty: run", "petty: timelinePublication")
                        .anyMatch(span -> span.startsWith("petty: rawFiles:"))
                        .anyMatch(span -> span.startsWith("petty: timelines:"));
            }
            assertThat(stage.metrics()).contains("petty.run", "petty.readings", "petty.days", "petty.step");
            if (stage.has(WORKER)) {
                // Not the number of executors, which a run of less than a minute doesn't send.
                assertThat(stage.metrics()).contains("petty.spark.tasks");
            }

            RunningTask api = stage.start("api");
            api.container("api").awaitHealthy();
            // Creates the first key, since no task has issued a token yet.
            assertThat(StageOnTrial.get(api, "/.well-known/jwks.json")).contains("\"kid\"");
            RunningTask rotation = stage.start("access");
            assertEnds(rotation, "access", DONE);
            stage.assertTraced("access", rotation, "petty");
            RunningTask access =
                    stage.start("access", Map.of(), "tokens", "issue", "--user", "ann", "--collars", COLLAR);
            assertEnds(access, "access", DONE);
            String token = access.container("access").written().replaceFirst("(?s).*access_token +(\\S+).*", "$1");
            assertThat(StageOnTrial.get(api, "/v1/days", "Authorization", "Bearer " + token))
                    .contains(StageOnTrial.DAY);
            assertThat(StageOnTrial.get(
                            api,
                            "/v1/collars/%s/timeline?date=%s".formatted(COLLAR, StageOnTrial.DAY),
                            "Authorization",
                            "Bearer " + token))
                    .contains("evt_");

            // Another rule replaces the files of both event days, so maintenance has some to remove.
            Map<String, String> rule = Map.of("PETTY_RULES_REST_ALERT", "101");
            run(stage, rule, "backfill", "--from", "2026-11-17", "--to", StageOnTrial.DAY);
            RunningTask maintenance = stage.start(
                    "maintenance", Map.of("PETTY_RETENTION_PUBLICATIONS", "0s", "PETTY_RETENTION_SNAPSHOTS", "0s"));
            assertEnds(maintenance, "maintenance", DONE);
            stage.assertTraced("maintenance", maintenance, "petty");
            run(stage, Map.of(), "forget", "BISCUIT-01", "--yes");

            stop(api, "api", ENDED_BY_SIGTERM);
            stage.assertTraced("api", api, "petty-api");

            stage.assertEverythingIsAllowed();
            CHANGED.addAll(stage.changed());
            UnusedGrants.assertReasons(stage.unusedGrants());
            UNUSED.add(stage.unusedGrants());
        }
    }

    /** Runs the run's task with a command, with a worker if the stage has workers. */
    private static RunningTask run(StageOnTrial stage, Map<String, String> variables, String... command)
            throws Exception {
        RunningTask run = stage.start("run", variables, command);
        if (!stage.has(WORKER)) {
            assertEnds(run, "run", DONE);
            return run;
        }
        stage.announce(run);
        RunningTask worker = stage.start(WORKER);
        assertEnds(run, "run", DONE);
        // The worker's executor wrote files of its partitions.
        assertThat(stage.hasCall(WORKER, "s3:PutObject")).isTrue();
        stop(worker, WORKER, DONE);
        stop(run, "master", DONE);
        stage.assertTraced(WORKER, worker, "petty");
        return run;
    }

    private static void stop(RunningTask task, String container, int code) {
        RunningContainer stopped = task.container(container);
        assertThat(stopped.stop()).as(stopped.written()).isEqualTo(code);
    }

    private static void assertEnds(RunningTask task, String container, int code) {
        RunningContainer ending = task.container(container);
        assertThat(ending.exitCode()).as(ending.written()).isEqualTo(code);
    }
}
