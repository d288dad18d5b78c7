package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a flipped bit in a table file is found, that the message names the file and its days, and that one command
 * repairs it.
 */
class DamagedFilesTest {
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final Pattern REPAIR = Pattern.compile("\\./petty (\\w+) --date (\\S+) --force");

    @TempDir
    private static Path folder;

    private static PettyHome home;
    private static Map<String, String> exports;
    private static SavedFolder saved;

    @BeforeAll
    static void runDays() throws IOException {
        Path raw = folder.resolve("raw");
        CommandRun.of("generate --out %s --date 2026-11-19 --days 2 --collars 3 --files-per-day 3 --late-share 0"
                        .formatted(raw)
                        .split(" "))
                .endsWith(ExitCode.DONE);
        home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);
        exports = home.exports(TABLES);
        saved = SavedFolder.ofHome(home);
    }

    @BeforeEach
    void restore() throws IOException {
        saved.restore();
    }

    @Test
    void repairsReadingsFromTheirRawFiles() throws IOException {
        Path file = file("readings/data/event_day=2026-11-20/delivery_day=2026-11-20");
        for (double place : new double[] {0.1, 0.5, 0.9, 0.999}) {
            flipBit(file, place);

            assertNamesAndRepair(home.attempt("export", "readings", "--date", DAY), file, "run --date 2026-11-20");
            assertThat(home.exports(TABLES)).isEqualTo(exports);
            file = file("readings/data/event_day=2026-11-20/delivery_day=2026-11-20");
        }
    }

    @Test
    void detectsDamagedReadingsWhereverTheyAreRead() throws IOException {
        Path file = file("readings/data/event_day=2026-11-20/delivery_day=2026-11-20");
        flipBit(file, 0.3);

        assertNames(home.attempt("rerun", "--date", DAY, "--force"), file, "run --date 2026-11-20");
        assertThat(home.command("status")).contains("fresh");
        assertThat(home.command("runs")).contains("failed");
        assertThat(home.command("runs", "show", 2)).contains(file.getFileName().toString());
        home.command("run", "--date", DAY, "--force");
        home.command("rerun", "--date", DAY, "--force");
        assertThat(home.exports(TABLES)).isEqualTo(exports);
    }

    @Test
    void repairsTimelinesAndSummariesFromTheirReadings() throws IOException {
        for (String table : List.of("timelines", "summaries")) {
            Path file = file(table + "/data/day=2026-11-20");
            flipBit(file, 0.4);

            assertNamesAndRepair(home.attempt("export", table, "--date", DAY), file, "rerun --date 2026-11-20");
            assertThat(home.exports(TABLES)).isEqualTo(exports);
        }
    }

    @Test
    void damagedReadingsOfADayDoNotBlockOtherDays() throws IOException {
        Path file = file("readings/data/event_day=2026-11-19/delivery_day=2026-11-19");
        flipBit(file, 0.3);
        System.setProperty("petty.rules.fetch.cycles", "3");
        try {
            assertNames(home.attempt("run"), file, "run --date 2026-11-19");
            List<String> status = home.command("status").lines().toList();
            assertThat(status).anyMatch(line -> line.startsWith("2026-11-19") && line.contains("rules changed"));
            assertThat(status).anyMatch(line -> line.startsWith("2026-11-20") && line.contains("fresh"));
        } finally {
            System.clearProperty("petty.rules.fetch.cycles");
        }
    }

    @Test
    void repairsRejectsFromTheirRawFiles() throws IOException {
        Path file = file("rejects/data/delivery_day=2026-11-20");
        flipBit(file, 0.5);

        assertNamesAndRepair(home.attempt("rejects", "--date", DAY), file, "run --date 2026-11-20");
        assertThat(home.exports(TABLES)).isEqualTo(exports);
    }

    private static void assertNames(CommandRun failed, Path file, String repair) {
        assertThat(failed.endsWith(ExitCode.FAILED).err()).contains(file.toString(), "./petty " + repair + " --force");
    }

    private void assertNamesAndRepair(CommandRun failed, Path file, String repair) {
        assertNames(failed, file, repair);
        Matcher command = REPAIR.matcher(failed.err());
        assertThat(command.find()).isTrue();
        home.command(command.group(1), "--date", command.group(2), "--force");
    }

    /** Returns the newest file of a partition, which is the current one. */
    private Path file(String partition) {
        try (Stream<Path> files = Files.walk(home.folder().resolve("lake").resolve(partition))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .max((a, b) -> Long.compare(run(a), run(b)))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long run(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceFirst(".*-run-(\\d+)-.*", "$1"));
    }

    private static void flipBit(Path file, double place) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (bytes.length * place)] ^= 0x04;
        Files.write(file, bytes);
    }
}
