package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that every new home is reported, and that none is created if its raw files are unknown or a folder is
 * unsuitable.
 */
class NewHomeTest {
    private static final String DAY = "2026-11-20";

    @TempDir
    private Path folder;

    private Path raw;
    private Path feedback;
    private PettyHome home;

    @BeforeEach
    void deliverALine() throws IOException {
        raw = folder.resolve("raw");
        feedback = Files.createDirectory(folder.resolve("feedback"));
        home = new PettyHome(folder.resolve("home"));
        Path day = Files.createDirectories(raw.resolve("dt=" + DAY));
        Files.writeString(day.resolve("a.ndjson"), """
                {"collar_id":"C-1","timestamp":"2026-11-20T12:00:00Z","heart_rate":60,"activity_level":0}
                """);
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.sample");
        System.clearProperty("petty.sample-feedback");
        System.clearProperty("petty.sample-is-default");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "run --date 2026-11-20", "backfill --from 2026-11-20 --to 2026-11-20", "schedule"})
    void isNotCreatedWithoutRawFilesEvenIfTheProgramHasSampleData(String command) {
        System.setProperty("petty.sample", raw.toString());

        assertThat(attempt(command).endsWith(ExitCode.WRONG_USE).err())
                .startsWith("petty: petty.raw: home %s knows no raw files yet: name them with --raw"
                        .formatted(home.folder()))
                .hasLineCount(1);
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void isNotCreatedForAMissingFolder() {
        Path typo = folder.resolve("typo");

        assertThat(home.attempt("run", "--raw", typo)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .isEqualTo("petty: petty.raw: there is no folder %s%n".formatted(typo));
        assertThat(home.attempt("run", "--raw", raw, "--feedback", typo)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .isEqualTo("petty: petty.feedback: there is no folder %s%n".formatted(typo));
        assertThat(home.folder()).doesNotExist();
    }

    @Test
    void isReportedOnceWithItsFolders() {
        assertThat(home.attempt("run", "--raw", raw, "--feedback", feedback)
                        .endsWith(ExitCode.DONE)
                        .err())
                .startsWith("petty: new home %s, with raw files from %s and feedback from %s%n"
                        .formatted(home.folder(), raw, feedback));
        assertThat(home.attempt("run").endsWith(ExitCode.DONE).err()).isEmpty();
    }

    @Test
    void usesTheSampleDataWhereItIsTheDefault() {
        System.setProperty("petty.sample", raw.toString());
        System.setProperty("petty.sample-feedback", feedback.toString());
        System.setProperty("petty.sample-is-default", "true");

        assertThat(home.attempt("run").endsWith(ExitCode.DONE).err())
                .startsWith("petty: new home %s, with raw files from %s (the sample data) and feedback from %s%n"
                        .formatted(home.folder(), raw, feedback));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keys create --name vet --permissions status:read", "tokens issue --user ann --collars C-1"})
    void isReportedByCommandsThatNeedNoRawFiles(String command) {
        String told = "petty: new home %s%n".formatted(home.folder());

        assertThat(attempt(command).endsWith(ExitCode.DONE).err()).startsWith(told);
        assertThat(attempt(command).endsWith(ExitCode.DONE).err()).doesNotContain("new home");
    }

    @Test
    void worksInFoldersWithOddNames() throws IOException {
        Path odd = folder.resolve("a b#c%41d?e&f'g\"h+é");
        Path moved = Files.createDirectories(odd).resolve("raw;\\");
        Files.move(raw, moved);
        PettyHome oddHome = new PettyHome(odd.resolve("home"));
        Path lake = odd.resolve("lake;\\");

        oddHome.command("run", "--raw", moved, "--lake", lake, "--feedback", feedback);

        assertThat(oddHome.export("readings", LocalDate.parse(DAY))).contains("C-1");
        assertThat(oddHome.command("status")).containsPattern(DAY + " .* fresh ");
        oddHome.command("maintain");
        oddHome.command("rerun", "--date", DAY, "--force");
        assertThat(oddHome.command("timeline", "C-1", "--date", DAY)).contains("C-1");
        assertThat(lake).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a\\b", ";CIPHER=AES"})
    void isRefusedWhereItsDatabaseCannotBeCreated(String name) {
        PettyHome refused = new PettyHome(folder.resolve(name).resolve("home"));

        assertThat(refused.attempt("run", "--raw", raw)
                        .endsWith(ExitCode.WRONG_USE)
                        .err())
                .isEqualTo(
                        "petty: petty.home: the embedded database can't be in %s, since the path contains ';' or '\\': name another folder with --home%n"
                                .formatted(refused.folder()));
        assertThat(refused.attempt("status").endsWith(ExitCode.WRONG_USE).err()).contains("contains ';' or '\\'");
        assertThat(folder.resolve(name)).doesNotExist();
    }

    private CommandRun attempt(String command) {
        String[] words = command.split(" ", -1);
        return home.attempt(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));
    }
}
