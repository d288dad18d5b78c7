package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that commands on existing data create nothing if there is no data yet. */
class ReadingCommandsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "runs",
                "runs show 1",
                "rejects --date 2026-11-20",
                "timeline LUNA-01 --date 2026-11-20",
                "explain evt_512ad5f5f93f95980b3050e5",
                "feedback",
                "feedback --date 2026-11-20",
                "accuracy --truth truth.ndjson",
                "export timelines --date 2026-11-20",
                "export readings --date 2026-11-20 --format csv",
                "keys list",
                "keys revoke 0123",
                "keys rotate 0123",
                "tokens list",
                "tokens list --user ann",
                "tokens revoke --user ann",
                "tokens rotate",
                "forget --list",
                "maintain",
                "maintain --dry-run",
                "backfill --from 2026-11-20 --to 2026-11-21 --dry-run",
                "rerun --date 2026-11-20",
                "rollback --date 2026-11-20 --to 1",
                "readiness"
            })
    void createNoHomeAndNameTheCommandThatDoes(String command) {
        Path home = folder.resolve("home");

        assertThat(attempt(home, command).err())
                .isEqualTo(
                        "petty: petty.home: there is no home at %s: ./petty run --home %1$s creates it, or name another with --home%n"
                                .formatted(home));
        assertThat(home).doesNotExist();
    }

    @Test
    void suggestATimeZoneForAnUnknownOne() {
        Path home = folder.resolve("home");

        assertThat(attempt(home, "timeline LUNA-01 --date 2026-11-20 --zone Europe/Berln")
                        .err())
                .contains("--zone", "'Europe/Berln' is not a time zone", "Did you mean Europe/Berlin?")
                .doesNotContain("Exception", "\tat ");
        assertThat(home).doesNotExist();
    }

    @Test
    void createNoDatabaseInAFolder() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));

        assertThat(attempt(home, "status").err()).contains("there is no database in home " + home);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void createNoTablesOnAServer() throws Exception {
        PostgresDatabase database = PostgresDatabase.create();
        Path home = folder.resolve("home");
        try (PostgresDatabase.Use using = database.use()) {
            assertThat(attempt(home, "status").err())
                    .contains("petty.database.url", database.url(), "./petty run --home " + home);
        }
        // Fails if the table exists already.
        database.execute("create table runs (id bigint)");
        assertThat(home).doesNotExist();
    }

    @Test
    void readADatabaseOnAServerWithoutAHome() throws Exception {
        Path raw = Files.createDirectory(folder.resolve("raw"));
        try (PostgresDatabase.Use using = PostgresDatabase.create().use()) {
            new PettyHome(folder.resolve("where-it-runs"))
                    .command("keys", "create", "--name", "vet", "--permissions", "status:read");
            Path home = folder.resolve("home");

            assertThat(new PettyHome(home).command("keys", "list")).contains("vet");
            assertThat(new PettyHome(home).command("status", "--raw", raw)).contains("No day was delivered");
            assertThat(home).doesNotExist();
        }
    }

    private static CommandRun attempt(Path home, String command) {
        String[] words = command.split(" ", -1);
        return new PettyHome(home)
                .attempt(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length))
                .endsWith(ExitCode.WRONG_USE);
    }
}
