package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests deliveries with problems that users report. Each folder in {@code cases} represents one kind of problem. */
class DeliveryCasesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    @TempDir
    private Path folder;

    private PettyHome home;

    @BeforeEach
    void createHome() {
        home = new PettyHome(folder.resolve("home"));
    }

    @Test
    void hiddenFilesOfACopyFromAMacAreNotRead() throws Exception {
        CommandRun run = home.attempt("run", "--raw", deliver("appledouble")).endsWith(ExitCode.DONE);

        assertThat(run.err()).doesNotContain("._");
        assertThat(home.export("readings", DAY)).hasLineCount(60);
        assertThat(home.export("rejects", DAY)).isEmpty();
        assertThat(status(DAY)).contains("fresh").doesNotContain("._");
    }

    @Test
    void aDayWithoutRawFilesDoesNotBlockOtherDays() throws Exception {
        Path raw = deliver("day-without-raw-file");
        Files.createDirectory(raw.resolve("dt=2026-11-18"));
        write(raw.resolve("dt=2026-11-17/notes.txt"), "no readings today");
        write(raw.resolve("dt=latest/a.ndjson"), "{}\n");

        CommandRun run = home.attempt("run", "--raw", raw).endsWith(ExitCode.DONE);

        assertThat(run.err())
                .contains(
                        "2026-11-17 has no raw file and is skipped: 1 ignored file: dt=2026-11-17/notes.txt",
                        "2026-11-18 has no raw file and is skipped\n",
                        "2026-11-19 has no raw file and is skipped\n",
                        "dt=latest/ is ignored: it names no date");
        assertThat(home.eventDays()).containsExactly(DAY);
        assertThat(home.deliveryDays()).containsExactly(DAY);
        assertThat(status(DAY)).contains("fresh");
        assertThat(status(DAY.minusDays(1))).contains("missing", "nothing delivered");
        assertThat(status(DAY.minusDays(3))).contains("missing", "notes.txt");
        assertThat(home.command("status")).contains("dt=latest/ is ignored");
        assertThat(home.command("rejects", "--date", DAY)).contains("dt=latest/");

        CommandRun again = home.attempt("run").endsWith(ExitCode.DONE);
        assertThat(again.out()).contains("nothing to do");
        assertThat(again.err()).contains("2026-11-19 has no raw file");
        assertThat(home.attempt("run", "--date", DAY.minusDays(3))
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("No raw file for 2026-11-17", "1 ignored file: dt=2026-11-17/notes.txt");
        assertThat(home.attempt("run", "--date", DAY.minusDays(1))
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("No raw file for 2026-11-19");
    }

    @Test
    void rejectsHavePreciseMessages() throws Exception {
        home.command("run", "--raw", deliver("number-as-text"));

        assertThat(home.command("rejects", "--date", DAY))
                .contains("a.ndjson:61", "text, not a number", "a.ndjson:62", "leap second");
    }

    @Test
    void filesWithoutExtensionOrInUpperCaseAreRawFiles() throws Exception {
        Path raw = deliver("other-names-among-good");

        home.command("run", "--raw", raw);

        assertThat(home.export("readings", DAY)).hasLineCount(500);
        assertThat(home.export("summaries", DAY)).hasLineCount(4);
        assertThat(status(DAY)).contains("fresh");
    }

    @Test
    void anIgnoredFileIsNamedAndMakesTheDayIncomplete() throws Exception {
        Path raw = deliver("other-names-among-good");
        Path notes = write(raw.resolve("dt=2026-11-20/hour=03/notes.txt"), "hello");

        CommandRun run = home.attempt("run", "--raw", raw).endsWith(ExitCode.INCOMPLETE);

        String named = "1 ignored file: dt=2026-11-20/hour=03/notes.txt";
        assertThat(run.err()).contains("2026-11-20 is incomplete: " + named);
        assertThat(home.export("readings", DAY)).hasLineCount(500);
        assertThat(status(DAY)).contains("incomplete", named);
        assertThat(home.command("rejects", "--date", DAY)).contains("ignored  dt=2026-11-20/hour=03/notes.txt");
        assertThat(home.command("runs", "show", "1")).contains("incomplete: " + named);
        // The file was already reported. Only its sender can fix it.
        home.command("run");
        home.command("backfill", "--from", DAY, "--to", DAY);
        home.attempt("backfill", "--from", DAY, "--to", DAY, "--only", "incomplete")
                .endsWith(ExitCode.INCOMPLETE);
        home.command("backfill", "--from", DAY, "--to", DAY, "--only", "incomplete", "--allow-incomplete");

        Files.delete(notes);
        assertThat(status(DAY)).contains("stale", "raw changed");
        home.command("run");
        assertThat(status(DAY)).contains("fresh").doesNotContain("notes.txt");
    }

    @Test
    void aTruncatedUploadIsReportedEverywhere() throws Exception {
        Path raw = deliver("truncated-gzip");

        CommandRun run = home.attempt("run", "--raw", raw).endsWith(ExitCode.INCOMPLETE);

        String named = "1 unusable file: dt=2026-11-20/a.ndjson.gz";
        assertThat(run.err()).contains(named);
        assertThat(run.out()).contains("409 readings");
        assertThat(home.export("readings", DAY)).hasLineCount(409);
        assertThat(home.export("rejects", DAY)).hasLineCount(1).contains("the compressed data is incomplete");
        assertThat(status(DAY)).contains("incomplete", named);
        assertThat(home.command("runs", "show", "1")).contains(named);
        assertThat(home.command("rejects", "--date", DAY)).contains("unusable  dt=2026-11-20/a.ndjson.gz");
        home.command("run", "--force", "--allow-incomplete");

        // If most of a delivery is lost, its few remaining lines must not be published.
        Files.write(raw.resolve("dt=2026-11-20/b.ndjson"), firstLines(raw.resolve("dt=2026-11-20/b.ndjson"), 20));
        CommandRun refused = home.attempt("run").endsWith(ExitCode.AUDIT);
        assertThat(refused.err())
                .contains("bytes delivered", "are in unusable files", "a.ndjson.gz 438 bytes", "file 1");
        assertThat(home.export("readings", DAY)).hasLineCount(409);
        assertThat(status(DAY)).contains("failed", "a.ndjson.gz");
    }

    @Test
    void objectsOnOneLineAreRecordsAndAnArrayIsAnUnusableFile() throws Exception {
        CommandRun run =
                home.attempt("run", "--raw", deliver("whole-file-in-one-line")).endsWith(ExitCode.INCOMPLETE);

        assertThat(run.err()).contains("1 unusable file: dt=2026-11-20/hour=02/batch.json.gz");
        assertThat(home.export("readings", DAY)).hasLineCount(600);
        assertThat(home.export("summaries", DAY)).hasLineCount(2);
        assertThat(home.export("rejects", DAY)).hasLineCount(1).contains("JSON array", "one object per line");
        assertThat(status(DAY)).contains("incomplete", "batch.json.gz");
    }

    @Test
    void aFileNameCannotSendEscapeCodesToATerminal() throws Exception {
        Path raw = folder.resolve("raw");
        write(raw.resolve("dt=2026-11-20/\u001b[31mbad"), "{\n");

        CommandRun run = home.attempt("run", "--raw", raw).endsWith(ExitCode.AUDIT);

        assertThat(run.out() + run.err()).contains("[31mbad").doesNotContain("\u001b");
        assertThat(home.command("status")).contains("[31mbad").doesNotContain("\u001b");
    }

    /** Returns the line of {@code status} for a day. */
    private String status(LocalDate day) {
        return home.command("status")
                .lines()
                .filter(line -> line.startsWith(day.toString()))
                .findFirst()
                .orElseThrow();
    }

    /** Copies a case's raw files to a folder where they can be changed. */
    private Path deliver(String name) throws IOException, URISyntaxException {
        Path source = Path.of(Objects.requireNonNull(DeliveryCasesTest.class.getResource("cases/" + name + "/raw"))
                .toURI());
        Path raw = folder.resolve("raw");
        try (Stream<Path> walk = Files.walk(source)) {
            for (Path path : walk.toList()) {
                Files.copy(path, raw.resolve(source.relativize(path).toString()));
            }
        }
        return raw;
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static byte[] firstLines(Path file, int count) throws IOException {
        List<String> lines = Files.readAllLines(file).subList(0, count);
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
