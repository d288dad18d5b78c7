package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import io.petty.scheduler.Petty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that runs full in mid-run: a file system in memory, which only the process of the test sees. */
class FullDiskTest {
    /** Mounts, runs until it is full, and moves what is left to a roomy disk. Arguments: folder, size, then the command. */
    private static final String SCRIPT = """
            set -u
            home=$1; size=$2; shift 2
            mount -t tmpfs -o size="$size" tmpfs "$home" || exit 99
            "$@" run --home "$home" --raw "$home/../raw"; echo "full: $?"
            cp -a "$home" "$home-left"
            """;

    private static final String[] TABLES = {"timelines", "readings"};

    @TempDir
    private static Path shared;

    private static Path raw;
    private static Map<String, String> expected;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generateADayAndRunItUndisturbed() throws Exception {
        assumeThat(run(List.of("unshare", "-Urm", "true")).code())
                .as("whether this machine lets us have a file system of our own (unshare)")
                .isZero();
        raw = shared.resolve("raw");
        CommandRun.of("generate", "--out", raw.toString(), "--date", "2026-11-20", "--collars", "40", "--seed", "2")
                .endsWith(Petty.DONE);
        PettyHome undisturbed = new PettyHome(shared.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        expected = undisturbed.exports(TABLES);
    }

    /** Sizes at which the database is full, and a table's file. */
    @ParameterizedTest
    @ValueSource(strings = {"2m", "3m"})
    void failsWithAMessageAndIsFinishedByTheSameCommandOnceThereIsRoom(String size) throws Exception {
        Files.createSymbolicLink(folder.resolve("raw"), raw);
        Path home = Files.createDirectory(folder.resolve("home"));
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "bash", "-c", SCRIPT, "full-disk"));
        command.addAll(List.of(home.toString(), size));
        command.addAll(PackagedCommand.command());

        LimitedProcess.Ended ended = run(command);

        assertThat(ended.code()).as(ended.written()).isZero();
        assertThat(ended.written())
                .containsSubsequence("No space left", "make room", "full: 1")
                .doesNotContain("\tat ");
        // The same place with more room: the file system of the test is gone.
        Files.delete(home);
        Files.move(folder.resolve("home-left"), home);
        PettyHome roomy = new PettyHome(home);
        assertThat(roomy.command("status")).containsPattern("2026-11-20 .* failed ");
        roomy.command("run");
        assertThat(roomy.exports(TABLES)).isEqualTo(expected);
    }

    private static LimitedProcess.Ended run(List<String> command) throws IOException, InterruptedException {
        return LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
    }
}
