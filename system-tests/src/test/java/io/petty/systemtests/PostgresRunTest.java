package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.FeedbackGenerator;
import io.petty.generate.FeedbackSettings;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.lake.database.TlsPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a run on PostgreSQL gives the same results as one on the embedded database. */
class PostgresRunTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final String PASSWORD = "planted-s3cret";

    @TempDir
    private Path folder;

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.user-key-secret");
        System.clearProperty("petty.database.url");
        System.clearProperty("petty.database.password");
        System.clearProperty("petty.database.login");
        System.clearProperty("petty.database.reader-role");
        System.clearProperty("petty.lease.expiry");
        System.clearProperty("petty.threads");
        System.clearProperty("petty.retention.snapshots");
        System.clearProperty("petty.retention.publications");
    }

    @Test
    void givesTheSameExportsAsTheEmbeddedDatabase() throws Exception {
        // Shared, because each home would otherwise generate its own key and derive different user keys.
        System.setProperty("petty.user-key-secret", "of both homes");
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        GenerateSettings settings =
                GenerateSettings.defaults().withCadence(Duration.ofSeconds(300), Duration.ofSeconds(60));
        new Generator(settings).generate(raw.folder(), FIRST, 2, 3, 5, null, (file, soFar) -> {});
        Path feedback = folder.resolve("feedback");
        new FeedbackGenerator(settings, new FeedbackSettings(0.3, 0)).generate(feedback, FIRST, 2, 3, 5);
        PettyHome embedded = new PettyHome(folder.resolve("embedded"));
        embedded.command("run", "--raw", raw.folder(), "--feedback", feedback);
        Map<String, String> expected = embedded.exports("timelines", "summaries", "readings", "feedback");

        try (PostgresDatabase.Use using = PostgresDatabase.create().use()) {
            System.setProperty("petty.database.password", PASSWORD);
            PettyHome home = new PettyHome(folder.resolve("postgres"));
            home.command("run", "--raw", raw.folder(), "--feedback", feedback);

            Map<String, String> exports = new LinkedHashMap<>();
            for (String export : expected.keySet()) {
                int space = export.indexOf(' ');
                exports.put(
                        export, home.export(export.substring(0, space), LocalDate.parse(export.substring(space + 1))));
            }
            assertThat(exports).isEqualTo(expected).isNotEmpty();
            assertThat(home.folder().resolve("database.mv.db")).doesNotExist();
            assertThat(home.command("run")).contains("fresh");
            String event =
                    String.valueOf(exports.get("timelines 2026-11-18")).replaceFirst("(?s).*?(evt_[0-9a-f]+).*", "$1");
            assertThat(home.command("explain", event)).contains(event, "run 1");
            home.command("rerun", "--date", "2026-11-18", "--force");
            home.command("rollback", "--date", "2026-11-18", "--to", 1);
            assertThat(home.command("status")).contains("pinned to run 1");
            System.setProperty("petty.retention.snapshots", "0s");
            System.setProperty("petty.retention.publications", "0s");
            assertThat(home.command("maintain")).contains("2 publications");
            assertThat(home.export("timelines", LocalDate.parse("2026-11-18")))
                    .isEqualTo(exports.get("timelines 2026-11-18"));
            assertThat(home.command("runs")).contains("maintain", "rollback", "completed");

            String summaries = home.export("summaries", FIRST);
            String collar = summaries.replaceFirst("(?s).*?\"collar_id\":\"([^\"]+)\".*", "$1");
            home.command("tokens", "issue", "--user", "owner", "--collars", collar);
            assertThat(home.command("forget", collar, "--yes")).contains("access 1", "timelines ");
            assertThat(home.export("summaries", FIRST))
                    .isEqualTo(summaries.substring(summaries.indexOf('\n') + 1))
                    .isNotEmpty();
            assertThat(home.command("run", "--date", FIRST, "--force")).contains("of forgotten collars");
            assertThat(home.command("status")).contains("FORGOTTEN").doesNotContain("stale");
        }
    }

    @Test
    void tenTimesTheCollarsNeedAboutAsManyTransactions() throws Exception {
        // Avoids heartbeats. They are also transactions, and a slow machine sends more of them.
        System.setProperty("petty.lease.expiry", "1h");
        System.setProperty("petty.threads", "2");

        long few = transactionsOfRun(4);
        long many = transactionsOfRun(40);

        assertThat(many).isCloseTo(few, withinPercentage(10));
    }

    private long transactionsOfRun(int collars) throws Exception {
        Path raw = folder.resolve("raw-of-" + collars);
        new Generator(GenerateSettings.defaults().withCadence(Duration.ofMinutes(10), Duration.ofMinutes(2)))
                .generate(raw, FIRST, 1, collars, 5, null, (file, soFar) -> {});
        PostgresDatabase database = PostgresDatabase.create();
        try (PostgresDatabase.Use using = database.use()) {
            System.setProperty("petty.database.password", PASSWORD);
            new PettyHome(folder.resolve("home-of-" + collars)).command("run", "--raw", raw);
        }
        return database.transactions();
    }

    @Test
    void runsWithATrustedCertificateAndReportsOthers() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        new Generator(GenerateSettings.defaults().withCadence(Duration.ofMinutes(10), Duration.ofMinutes(2)))
                .generate(raw.folder(), FIRST, 1, 2, 5, null, (file, soFar) -> {});
        try (TlsPostgres server = TlsPostgres.start(Files.createDirectory(folder.resolve("certificates")));
                PostgresDatabase.Use using = new PostgresDatabase(server.url("localhost", server.ca())).use()) {
            PettyHome home = new PettyHome(folder.resolve("home"));
            assertThat(home.command("run", "--raw", raw.folder())).contains("Published event day");
            for (String untrusted :
                    List.of(server.url("localhost", server.otherCa()), server.url("127.0.0.1", server.ca()))) {
                System.setProperty("petty.database.url", untrusted);
                assertThat(home.attempt("run").endsWith(ExitCode.WRONG_USE).err())
                        .contains("petty.database.url", untrusted, "its certificate");
            }
        }
    }

    @Test
    void theFirstRunPreparesANewDatabaseForReaders() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        new Generator(GenerateSettings.defaults().withCadence(Duration.ofMinutes(10), Duration.ofMinutes(2)))
                .generate(raw.folder(), FIRST, 1, 2, 5, null, (file, soFar) -> {});
        PostgresDatabase database = PostgresDatabase.create();
        database.execute("create role reader_of_runs login");
        try (PostgresDatabase.Use using = database.use()) {
            System.setProperty("petty.database.reader-role", "reader_of_runs");
            PettyHome home = new PettyHome(folder.resolve("home"));
            home.command("run", "--raw", raw.folder());

            System.clearProperty("petty.database.reader-role");
            System.setProperty("petty.database.login", "reader");
            System.setProperty("petty.database.user", "reader_of_runs");
            assertThat(home.command("runs")).contains("completed");
        }
    }

    @Test
    void reportsARefusedLogin() throws Exception {
        PostgresDatabase database = PostgresDatabase.create();
        database.execute("create role stranger nologin");
        try (PostgresDatabase.Use using = database.use()) {
            System.setProperty("petty.database.user", "stranger");
            System.setProperty("petty.database.password", PASSWORD);
            assertThat(new PettyHome(folder.resolve("home"))
                            .attempt("status", "--raw", folder)
                            .endsWith(ExitCode.WRONG_USE)
                            .err())
                    .contains("petty.database.user stranger", "not permitted to log in")
                    .doesNotContain(PASSWORD);
        }
    }

    @Test
    void reportsAnUnreachableServer() {
        System.setProperty("petty.database.url", "jdbc:postgresql://127.0.0.1:1/petty");
        System.setProperty("petty.database.password", PASSWORD);
        assertThat(new PettyHome(folder.resolve("home"))
                        .attempt("status", "--raw", folder)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .contains("petty.database.url", "127.0.0.1:1", "refused")
                .doesNotContain(PASSWORD);
    }
}
