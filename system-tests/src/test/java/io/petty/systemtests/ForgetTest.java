package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.lake.erasure.CollarColumn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that nothing of a forgotten collar is left or comes back, and that all other collars stay unchanged. */
class ForgetTest {
    private static final LocalDate FIRST = CollarToForget.FIRST;
    private static final Traces TRACES =
            new Traces(CollarToForget.ID, CollarToForget.LONGITUDE, CollarToForget.LATITUDE);

    private static final List<String> COLLAR_COLUMNS =
            CollarColumn.ALL.stream().map(CollarColumn::name).toList();

    @TempDir
    private Path folder;

    private final InputStream input = System.in;

    @BeforeEach
    void keepTablesSmall() {
        System.setProperty("petty.buckets", "3");
        // Shared, because each home would otherwise generate its own key and derive different user keys.
        System.setProperty("petty.user-key-secret", "of both homes");
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.buckets");
        System.clearProperty("petty.user-key-secret");
        System.setIn(input);
        System.clearProperty("petty.terminal.in");
    }

    @Test
    void erasesEverythingOfACollarAndNothingOfOthers() throws Exception {
        PettyHome home = new PettyHome(folder.resolve("home"));
        CollarToForget with = new CollarToForget(folder.resolve("with")).deliver(true);
        with.live(home, true);
        Map<String, String> before = CollarToForget.withoutIt(home.exports(CollarToForget.TABLES));
        assertThat(TRACES.in(home.folder()).stream().map(ForgetTest::kind).distinct())
                .as("traces are found before the collar is forgotten")
                .contains("parquet", "avro", "db");
        assertThat(TRACES.inDatabase(home.folder()))
                .anyMatch(place -> place.contains("(base 64)"))
                .anyMatch(place -> place.startsWith("delivery_files"))
                .anyMatch(place -> place.startsWith("token_family_collars"))
                .as("only in columns that are known to contain collars")
                .extracting(ForgetTest::column)
                .isSubsetOf(COLLAR_COLUMNS);

        CommandRun forget = home.attempt("forget", CollarToForget.ID, "--yes").endsWith(ExitCode.DONE);

        assertThat(forget.out() + forget.err()).doesNotContain(CollarToForget.ID);
        assertThat(forget.out()).contains("Erased", "readings 720", "rejects ", "timelines ", "access 3");
        assertThat(TRACES.in(home.folder())).isEmpty();
        assertThat(TRACES.inDatabase(home.folder())).isEmpty();
        assertThat(CollarToForget.notEmpty(home.exports(CollarToForget.TABLES))).isEqualTo(before);
        String status = home.command("status");
        assertThat(status).doesNotContain("stale").contains("pinned to run 1", "FORGOTTEN", "245");
        assertThat(home.command("keys", "list")).contains("Other").doesNotContain(CollarToForget.ID);
        assertThat(home.command("tokens", "list").lines().filter(line -> line.contains("active")))
                .hasSize(1);
        assertThat(home.attempt("rollback", "--date", FIRST, "--to", 1)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("didn't publish");
        assertThat(home.command("forget", "--list"))
                .contains("readings 720")
                .doesNotContain(CollarToForget.ID, "cut off");

        // A home that never had the collar has the same exports. It lacks only the failed delivery, which published
        // nothing.
        PettyHome never = new PettyHome(folder.resolve("never"));
        CollarToForget without = new CollarToForget(folder.resolve("without")).deliver(false);
        without.live(never, false);
        assertThat(CollarToForget.notEmpty(home.exports(CollarToForget.TABLES)))
                .isEqualTo(CollarToForget.notEmpty(never.exports(CollarToForget.TABLES)));

        assertIgnoredWhenDeliveredAgain(home, never);
    }

    private void assertIgnoredWhenDeliveredAgain(PettyHome home, PettyHome never) throws Exception {
        // Each line of the failed delivery contains this collar's id.
        assertThat(home.command("run")).contains("of forgotten collars");
        for (LocalDate day = FIRST; !day.isAfter(CollarToForget.LAST); day = day.plusDays(1)) {
            home.command("run", "--date", day, "--force");
            assertThat(home.files(day))
                    .allSatisfy(file ->
                            assertThat(file.lines()).isEqualTo(file.readings() + file.rejects() + file.forgotten()));
            assertThat(home.files(day).stream()
                            .mapToLong(file -> file.forgotten())
                            .sum())
                    .isEqualTo(245);
            assertThat(home.command("rejects", "--date", day))
                    .contains("245 lines of forgotten collars")
                    .doesNotContain(CollarToForget.ID);
            assertThat(home.export("rejects", day)).isEqualTo(never.export("rejects", day));
        }
        assertThat(home.command("status")).contains("FORGOTTEN", "245").doesNotContain("stale", "missing", "failed");
        assertThat(CollarToForget.notEmpty(home.exports(CollarToForget.TABLES)))
                .isEqualTo(CollarToForget.notEmpty(never.exports(CollarToForget.TABLES)));

        // A new document causes its group's other documents to be read again.
        new FeedbackFolder(folder.resolve("with/feedback"))
                .say(
                        "new.json",
                        CollarToForget.events(home, FIRST)
                                .get(0)
                                .get("event_id")
                                .asString(),
                        "negative");
        assertThat(home.command("run")).contains("on events of forgotten collars are ignored");
        assertThat(TRACES.inDatabase(home.folder()))
                .as("only in the names of raw files that Spring Batch records; the sender chooses these names")
                .allMatch(place -> place.startsWith("batch_"));
    }

    @Test
    void erasesFeedbackWhoseEventNoLongerExists() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        FeedbackFolder feedback = new FeedbackFolder(folder.resolve("feedback"));
        PettyHome home = new PettyHome(folder.resolve("home"));
        String lines = CollarToForget.lines(FIRST);
        raw.write(FIRST, "a.ndjson", lines + ofAnother(lines));
        home.command("run", "--raw", raw.folder());
        Map<String, String> rests = CollarToForget.events(home, FIRST).stream()
                .filter(event -> event.get("behavior").asString().equals("Resting"))
                .collect(Collectors.toMap(
                        event -> event.get("collar_id").asString(),
                        event -> event.get("event_id").asString()));
        rests.forEach((collar, event) -> feedback.say(event + ".json", event, "positive"));
        home.command("run", "--feedback", feedback.folder());
        // Without their first readings, the rests start later and have other ids.
        String later = lines.substring(lines.indexOf('\n') + 1);
        raw.write(FIRST, "a.ndjson", later + ofAnother(later));
        home.command("run");
        assertThat(home.command("status")).contains("2 carried over", "0 waiting");
        CommandRun.at(
                        Clock.offset(Clock.systemUTC(), Duration.ofDays(400)),
                        "maintain",
                        "--home",
                        home.folder().toString())
                .endsWith(ExitCode.DONE);

        home.command("forget", CollarToForget.ID, "--yes");

        assertThat(TRACES.in(home.folder())).isEmpty();
        assertThat(home.export("feedback", FIRST).lines())
                .allMatch(row -> row.contains("\"about_collar\":\"Other\""))
                .hasSize(1);
        assertThat(home.command("status"))
                .contains("1 carried over", "0 waiting")
                .doesNotContain("stale");
        String gone = Objects.requireNonNull(rests.get(CollarToForget.ID));
        feedback.say("again.json", gone, "negative");
        assertThat(home.command("run")).contains("on events of forgotten collars are ignored");
        assertThat(home.export("feedback", FIRST)).doesNotContain(gone);
    }

    @Test
    void ignoresTheFirstLinesOfACollarForgottenInAdvance() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        PettyHome home = new PettyHome(folder.resolve("home"));
        assertThat(home.command("forget", CollarToForget.ID, "--yes", "--raw", raw.folder()))
                .contains("No data of the collar is kept", "will be ignored");
        assertThat(home.command("forget", CollarToForget.ID, "--yes")).contains("No data of the collar is kept");
        raw.write(FIRST, "a.ndjson", CollarToForget.lines(FIRST));

        assertThat(home.command("run")).contains("120 lines, 0 of them rejects, 120 of forgotten collars");
        assertThat(home.eventDays()).isEmpty();
        assertThat(home.command("status")).contains("FORGOTTEN", "120").doesNotContain("stale");
        System.setProperty("petty.user-key-secret", "another");
        assertThat(home.attempt("run", "--date", FIRST, "--force")
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("hashed with another key");
    }

    @Test
    void resumesAnUnfinishedJobWhoseRecordsWereErased() throws IOException {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        PettyHome home = new PettyHome(folder.resolve("home"));
        String other = CollarToForget.lines(FIRST).replace(CollarToForget.ID, "Other");
        raw.write(FIRST, "a.ndjson", CollarToForget.lines(FIRST) + other + "broken\n".repeat(60));
        home.attempt("run", "--raw", raw.folder()).endsWith(ExitCode.AUDIT);

        home.command("forget", CollarToForget.ID, "--yes");

        home.command("run", "--max-reject-share", 1);
        assertThat(home.export("summaries", FIRST)).contains("Other").doesNotContain(CollarToForget.ID);
    }

    @Test
    void keepsDaysWithoutOtherCollarsAsEmptyDays() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw")).write(FIRST, "a.ndjson", CollarToForget.lines(FIRST));
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw.folder());

        assertThat(home.command("forget", CollarToForget.ID, "--yes")).contains("readings 120", "summaries 1");

        assertThat(TRACES.in(home.folder())).isEmpty();
        assertThat(home.export("timelines", FIRST)).isEmpty();
        assertThat(home.command("status")).contains("fresh", "120");
        assertThat(home.command("run")).contains("nothing to do");
    }

    @Test
    void asksBeforeItErases() {
        PettyHome home = new PettyHome(folder.resolve("home"));
        assertThat(home.attempt("forget", CollarToForget.ID)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("--yes");
        System.setProperty("petty.terminal.in", "true");
        System.setIn(new ByteArrayInputStream("no\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(home.attempt("forget", CollarToForget.ID)
                        .endsWith(ExitCode.FAILED)
                        .out())
                .contains("for good?", "Nothing was done");
        System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
        home.command("forget", CollarToForget.ID);
        System.setIn(new ByteArrayInputStream((CollarToForget.ID + "\n").getBytes(StandardCharsets.UTF_8)));
        home.command("forget", "-", "--yes");
        assertThat(home.command("forget", "--list").lines()).hasSize(2);
    }

    @Test
    void rejectsInvalidCollarIdsWithoutRepeatingThem() {
        PettyHome home = new PettyHome(folder.resolve("home"));
        for (String[] wrong : new String[][] {
            {"../secret", "--yes"},
            {"secret id", "--yes"},
            {"secret%", "--yes"},
            {"secret1", "secret2"},
            {"secret".repeat(11), "--yes"}
        }) {
            assertThat(home.attempt("forget", (Object[]) wrong)
                            .endsWith(ExitCode.WRONG_USE)
                            .err())
                    .contains("collar's id")
                    .doesNotContain("secret");
        }
    }

    /** Returns the same readings for another collar at another place. */
    private static String ofAnother(String lines) {
        return lines.replace(CollarToForget.ID, "Other")
                .replace(String.valueOf(CollarToForget.LONGITUDE), "2.352222")
                .replace(String.valueOf(CollarToForget.LATITUDE), "48.856613");
    }

    /** Returns the column of a place in the database, such as {@code runs.command}. */
    private static String column(String place) {
        return place.split("[ :]", 2)[0];
    }

    private static String kind(String place) {
        String file = place.substring(0, place.indexOf(place.contains(" ") ? " " : ":"));
        return file.substring(file.lastIndexOf('.') + 1).replace(":", "");
    }
}
