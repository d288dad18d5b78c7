package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.petty.process.LimitedProcess;
import io.petty.scheduler.Petty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that runs full in mid-run: a file system in memory, which only the processes of the test see. */
class FullDiskTest {
    /** Mounts, runs until it is full, makes room and runs again. Arguments: folder, size, then the command. */
    private static final String SCRIPT = """
            set -u
            home=$1; size=$2; shift 2
            mount -t tmpfs -o size="$size" tmpfs "$home" || exit 99
            "$@" run --home "$home" --raw "$home/../raw"; echo "full: $?"
            mount -o remount,size=500m "$home" || exit 99
            "$@" status --home "$home"
            "$@" run --home "$home"; echo "roomy: $?"
            "$@" export timelines --date 2026-11-20 --home "$home" --out "$home/../timelines"
            "$@" export readings --date 2026-11-20 --home "$home" --out "$home/../readings"
            """;

    /** All its commands take some 20 seconds. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    /** Sizes at which the database is full, and a table's file. */
    @ParameterizedTest
    @ValueSource(strings = {"2m", "3m"})
    void failsWithAMessageAndIsFinishedByTheSameCommandOnceThereIsRoom(String size) throws Exception {
        assumeThat(run(List.of("unshare", "-Urm", "true")).code())
                .as("whether this machine lets us have a file system of our own (unshare)")
                .isZero();
        Path raw = folder.resolve("raw");
        CommandRun.of("generate", "--out", raw.toString(), "--date", "2026-11-20", "--collars", "40", "--seed", "2")
                .endsWith(Petty.DONE);
        PettyHome undisturbed = new PettyHome(folder.resolve("undisturbed"));
        undisturbed.command("run", "--raw", raw);
        Path home = Files.createDirectory(folder.resolve("home"));
        List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "bash", "-c", SCRIPT, "full-disk"));
        command.addAll(List.of(home.toString(), size));
        command.addAll(PackagedCommand.command());

        LimitedProcess.Ended ended = run(command);

        assertThat(ended.code()).as(ended.written()).isZero();
        assertThat(ended.written())
                .containsSubsequence("No space left", "make room", "full: 1", "roomy: 0")
                .containsPattern("2026-11-20 .* failed ")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("timelines"))
                .hasContent(undisturbed.command("export", "timelines", "--date", "2026-11-20"));
        assertThat(folder.resolve("readings"))
                .hasContent(undisturbed.command("export", "readings", "--date", "2026-11-20"));
    }

    private static LimitedProcess.Ended run(List<String> command) throws IOException, InterruptedException {
        return LimitedProcess.run(new ProcessBuilder(command), LONGEST);
    }
}
