package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a temporary folder from which no library can be loaded, as on hardened servers. */
class TemporaryFolderTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    /** Mounts the folder without execute permission, visible only to the test's process. */
    private static final String SCRIPT = """
            folder=$1; shift
            mount -t tmpfs -o noexec tmpfs "$folder" && exec "$@"
            """;

    @TempDir
    private Path folder;

    @Test
    void failsTheDayWithOneLineThatNamesTheFolderAndTheRemedy() throws Exception {
        RawFolder raw = new RawFolder(folder.resolve("raw"));
        raw.write(DAY, "a.ndjson", """
                {"collar_id":"MOCHI-01","timestamp":"2026-11-20T12:00:00Z","heart_rate":51,"activity_level":0}
                """);
        Path temporary = folder.resolve("temporary");
        List<String> command = PackagedCommand.command();
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        PettyHome home = new PettyHome(folder.resolve("home"));
        command.addAll(List.of(
                "run", "--home", home.folder().toString(), "--raw", raw.folder().toString()));

        LimitedProcess.Ended ended = run(canMount() ? inNoexec(temporary, command) : command);

        assertThat(ended.code()).as(ended.written()).isEqualTo(ExitCode.FAILED);
        assertThat(ended.written().lines().filter(line -> line.contains("failed")))
                .singleElement()
                .asString()
                .contains("zstd", temporary.toString(), "PETTY_JAVA_OPTIONS=-Djava.io.tmpdir=");
        assertThat(ended.written()).doesNotContain("\tat ", "Exception", "Error");
        assertThat(home.command("status").lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("failed", temporary.toString())
                .doesNotContain("Exception", "Error");
        assertThat(home.command("run")).contains("Published event day 2026-11-20");
    }

    private static boolean canMount() throws Exception {
        return run(List.of("unshare", "-Urm", "true")).code() == 0;
    }

    private static List<String> inNoexec(Path temporary, List<String> command) throws Exception {
        Files.createDirectory(temporary);
        List<String> mounted =
                new ArrayList<>(List.of("unshare", "-Urm", "bash", "-c", SCRIPT, "noexec", temporary.toString()));
        mounted.addAll(command);
        return mounted;
    }

    private static LimitedProcess.Ended run(List<String> command) throws Exception {
        return LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
    }
}
