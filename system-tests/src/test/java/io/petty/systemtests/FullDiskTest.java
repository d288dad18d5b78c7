package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests full disks: an in-memory file system visible only to the test's process, or {@code /dev/full}. */
class FullDiskTest {
    /**
     * Mounts a file system, runs until it is full, and copies its content to a larger disk. Arguments: folder, size,
     * then the command.
     */
    private static final String SCRIPT = """
            set -u
            home=$1; size=$2; shift 2
            mount -t tmpfs -o size="$size" tmpfs "$home" || exit 99
            "$@" run --home "$home" --raw "$home/../raw"; echo "full: $?"
            cp -a "$home" "$home-left"
            """;

    /**
     * Exports to a full file system, to a full device, and to a pipe that its reader closes early. Arguments: folder,
     * then the command.
     */
    private static final String EXPORTS = """
            set -u
            small=$1; shift
            mount -t tmpfs -o size=64k tmpfs "$small" || exit 99
            "$@" >"$small/export"; echo "file system: $?"
            "$@" >/dev/full; echo "device: $?"
            "$@" | head -1; echo "pipe: ${PIPESTATUS[0]}"
            """;

    private static final String[] TABLES = {"timelines", "readings"};

    @TempDir
    private static Path shared;

    private static Path raw;
    private static PettyHome undisturbed;
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runADayUndisturbed() throws Exception {
        assumeThat(run(List.of("unshare", "-Urm", "true")).code())
                .as("whether this machine allows private mounts (unshare)")
                .isZero();
        raw = shared.resolve("raw");
        CommandRun.of("generate", "--out", raw.toString(), "--date", "2026-11-20", "--collars", "40", "--seed", "2")
                .endsWith(ExitCode.DONE);
        undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = undisturbed.exports(TABLES);
    }

    /** At these sizes, the disk fills up while the database is written, and while a table file is written. */
    @ParameterizedTest
    @ValueSource(strings = {"2400k", "3m"})
    void failsWithAMessageAndTheSameCommandFinishesOnceThereIsSpace(String size) throws Exception {
        Files.createSymbolicLink(folder.resolve("raw"), raw);
        Path home = Files.createDirectory(folder.resolve("home"));
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "bash", "-c", SCRIPT, "full-disk"));
        command.addAll(List.of(home.toString(), size));
        command.addAll(PackagedCommand.command());

        LimitedProcess.Ended ended = run(command);

        assertThat(ended.code()).as(ended.written()).isZero();
        assertThat(ended.written())
                .containsSubsequence("No space left", "free space", "full: 1")
                .doesNotContain("\tat ");
        // The same path now has enough space, because the in-memory file system no longer exists.
        Files.delete(home);
        Files.move(folder.resolve("home-left"), home);
        PettyHome roomy = new PettyHome(home);
        assertThat(roomy.command("status")).containsPattern("2026-11-20 .* failed ");
        roomy.command("run");
        assertThat(roomy.exports(TABLES)).isEqualTo(expected);
    }

    @Test
    void exportFailsOnAFullDiskButNotOnAClosedPipe() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "bash", "-c", EXPORTS, "full-disk"));
        command.add(small.toString());
        command.addAll(PackagedCommand.command());
        command.addAll(List.of("export", "readings", "--date", "2026-11-20", "--home"));
        command.add(undisturbed.folder().toString());

        LimitedProcess.Ended ended = run(command);

        assertThat(ended.code()).as(ended.written()).isZero();
        String full =
                "petty: standard output is incomplete: No space left on device. All other work of the command is complete.";
        assertThat(ended.written().lines())
                .hasSize(6)
                .startsWith(full, "file system: 1", full, "device: 1")
                .endsWith("pipe: 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "status --help",
                "status",
                "runs",
                "runs show 1",
                "rejects --date 2026-11-20",
                "feedback",
                "export timelines --date 2026-11-20",
                "export summaries --date 2026-11-20 --format csv",
                "keys create --name vet --permissions status:read",
                "keys list",
                "tokens issue --user ann --collars C-1",
                "tokens list",
                "forget --list",
                "maintain --dry-run",
                "backfill --from 2026-11-20 --to 2026-11-20 --dry-run",
                "run"
            })
    void everyCommandFailsIfItsOutputCannotBeWritten(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        if (!command.startsWith("--")) {
            words.addAll(List.of("--home", undisturbed.folder().toString()));
        }
        try (OutputStream full = Files.newOutputStream(Path.of("/dev/full"))) {
            CommandRun run = CommandRun.into(full, words.toArray(String[]::new)).endsWith(ExitCode.FAILED);

            assertThat(run.err()).contains("petty: standard output is incomplete: No space left on device");
        }
    }

    private static LimitedProcess.Ended run(List<String> command) throws IOException, InterruptedException {
        return LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
    }
}
