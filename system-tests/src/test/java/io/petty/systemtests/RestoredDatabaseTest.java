package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@code status --read} finds out whether a restored database fits the tables of the lake. */
class RestoredDatabaseTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);

    @TempDir
    private Path folder;

    @Test
    void anOlderDatabaseIsReadableUntilItsFilesAreRemoved() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        new Generator(GenerateSettings.defaults().withCadence(Duration.ofMinutes(10), Duration.ofMinutes(2)))
                .generate(raw.folder(), FIRST, 2, 3, 5, null, (file, soFar) -> {});
        PostgresDatabase live = PostgresDatabase.create();
        PettyHome home = new PettyHome(folder.resolve("home"));
        try (PostgresDatabase.Use using = live.use()) {
            home.command("run", "--raw", raw.folder());
        }
        PostgresDatabase restored = live.copy();
        try (PostgresDatabase.Use using = live.use()) {
            home.command("rerun", "--date", FIRST, "--force");
        }
        try (PostgresDatabase.Use using = restored.use()) {
            assertThat(home.command("status", "--read")).contains("Published days read: 2, unreadable: 0");
        }
        try (PostgresDatabase.Use using = live.use()) {
            home.command("forget", "collar-00000001", "--yes");
            assertThat(home.command("status", "--read")).contains("Published days read: 2, unreadable: 0");
        }
        try (PostgresDatabase.Use using = restored.use()) {
            assertThat(home.attempt("status", "--read")
                            .endsWith(ExitCode.FAILED)
                            .out())
                    .contains("Can't be read: " + FIRST + ", published by run 1: ")
                    .contains("Published days read: 0, unreadable: 2");
        }
    }
}
