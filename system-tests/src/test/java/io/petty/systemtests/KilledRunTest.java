package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.LakeDatabase;
import io.petty.scheduler.Petty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;

/** Runs in processes of their own that are killed or asked to stop, with a reader that looks on all the time. */
class KilledRunTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    /** Two a step of the eight that the two jobs have; no more when each run goes on where the last one ended. */
    private static final int MOST_KILLS = 16;

    /** A short step may be through before the kill arrives. */
    private static final int FEWEST_KILLS = 10;

    @TempDir
    private Path folder;

    private PettyHome home;
    private Path raw;
    private Path moreRaw;
    private Map<String, String> expected;

    @BeforeEach
    void generateDaysAndRunThemUndisturbed() {
        home = new PettyHome(folder.resolve("home"));
        raw = folder.resolve("raw");
        moreRaw = folder.resolve("more-raw");
        generate(raw, 1);
        generate(moreRaw, 2);
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", moreRaw);
        expected = undisturbed.exports("timelines", "summaries", "readings", "rejects");
    }

    @Test
    void goesOnWhereItWasKilledAtEachStepWhileReadersSeeWholeDays() {
        home.command("run", "--raw", raw);
        try (LakeDatabase reading = LakeDatabase.openEmbedded(home.folder());
                DayReader reader = DayReader.of(home, DAY)) {
            int kills = 0;
            while (isKilledAtTheEndOfItsFirstStep() && isKilledAtTheBeginOfItsSecondStep()) {
                kills += 2;
                assertThat(kills).as("kills").isLessThanOrEqualTo(MOST_KILLS);
            }
            assertThat(kills).isGreaterThanOrEqualTo(FEWEST_KILLS);
            assertThat(reader.end()).as("states of the day that were seen").hasSizeBetween(1, 2);
            assertThat(reading.url()).isNotEmpty();
        }
        assertThat(home.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(expected);
    }

    /** The end of a step that is not yet recorded, so that all it did is done again. */
    private boolean isKilledAtTheEndOfItsFirstStep() {
        return isKilledAt(line -> line.contains(" executed in ") && !line.matches(".*\\[\\w+:\\d+].*"));
    }

    /** A step's record, with which the next run needn't do it again. */
    private boolean isKilledAtTheBeginOfItsSecondStep() {
        AtomicInteger begun = new AtomicInteger();
        return isKilledAt(line -> line.matches(".*Executing step: \\[\\w+].*") && begun.incrementAndGet() == 2);
    }

    private boolean isKilledAt(Predicate<String> line) {
        try (PettyProcess run = PettyProcess.start(home, "run", "--raw", moreRaw)) {
            if (run.reaches(line)) {
                run.kill();
                return true;
            }
            assertThat(run.exitCode()).as(run.written()).isEqualTo(Petty.DONE);
            return false;
        }
    }

    @Test
    void endsAtACleanPointWhenItIsAskedToStop() {
        try (PettyProcess run = PettyProcess.start(home, "run", "--raw", moreRaw)) {
            assertThat(run.reaches(line -> line.contains("Executing step"))).isTrue();
            run.terminate();
            assertThat(run.exitCode()).as(run.written()).isEqualTo(143);
            assertThat(run.written()).contains("run 1 stopped", "Go on with ./petty run");
        }
        assertThat(home.command("status")).contains("the run was stopped");
        home.command("run");
        assertThat(home.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(expected);
    }

    @Test
    void takesAPartitionAgainThatWasKilledBetweenItsStatusAndItsResult() throws Exception {
        try (PettyProcess run = PettyProcess.start(home, "run", "--raw", moreRaw)) {
            assertThat(run.reaches(line -> line.contains("Executing step: [timelineAudit]")))
                    .as(run.written())
                    .isTrue();
            run.kill();
        }
        forgetResultOfAPartition();
        home.command("run");
        assertThat(home.exports("timelines", "summaries", "readings", "rejects"))
                .isEqualTo(expected);
    }

    /** As a kill leaves it that comes after the partition's status was recorded and before its context was. */
    private void forgetResultOfAPartition() throws Exception {
        DefaultExecutionContextSerializer serializer = new DefaultExecutionContextSerializer();
        serializer.setObjectInputFilter(ObjectInputFilter.Config.createFilter("*"));
        try (LakeDatabase database = LakeDatabase.openEmbedded(home.folder());
                Connection connection = database.dataSource().getConnection();
                Statement select = connection.createStatement();
                ResultSet partition = select.executeQuery("select s.step_execution_id, c.short_context,"
                        + " c.serialized_context from batch_step_execution s join batch_step_execution_context c"
                        + " on c.step_execution_id = s.step_execution_id where s.step_name = 'timelines:0000'");
                PreparedStatement update =
                        connection.prepareStatement("update batch_step_execution_context set short_context = ?,"
                                + " serialized_context = null where step_execution_id = ?")) {
            assertThat(partition.next()).isTrue();
            String whole = partition.getString("serialized_context");
            Map<String, Object> context = serializer.deserialize(new ByteArrayInputStream(
                    (whole == null ? partition.getString("short_context") : whole).getBytes(StandardCharsets.UTF_8)));
            assertThat(context.remove("petty.result")).isNotNull();
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            serializer.serialize(context, rest);
            update.setString(1, rest.toString(StandardCharsets.UTF_8));
            update.setLong(2, partition.getLong("step_execution_id"));
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private static void generate(Path raw, int seed) {
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        DAY.toString(),
                        "--collars",
                        "4",
                        "--seed",
                        String.valueOf(seed))
                .endsWith(Petty.DONE);
    }
}
