package io.petty.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.petty.cli.Petty;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Terminal;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.output.StandardOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T01:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void matchesPettyOnUsualUnusualAndMalformedLines() throws Exception {
        Path raw = generate(60, 30, 40);
        Path duckDb = folder.resolve("duckdb");
        assertThat(DuckDb.run(
                        "timelines", "--raw", raw.toString(), "--date", DAY.toString(), "--out", duckDb.toString()))
                .isEqualTo(DuckDb.DONE);
        Path exports = folder.resolve("exports");
        Files.createDirectories(exports);
        petty("run", "--raw", raw, "--date", DAY);
        petty("export", "rejects", "--date", DAY, "--out", exports.resolve("rejects.ndjson"));
        for (LocalDate day : eventDays(duckDb)) {
            petty("export", "timelines", "--date", day, "--out", exports.resolve("timelines-" + day + ".ndjson"));
            petty("export", "summaries", "--date", day, "--out", exports.resolve("summaries-" + day + ".ndjson"));
            petty(
                    "export",
                    "readings",
                    "--date",
                    day,
                    "--format",
                    "parquet",
                    "--out",
                    exports.resolve("readings-" + day + ".parquet"));
        }

        assertThat(Comparison.of(exports, duckDb)).isEmpty();

        Files.delete(exports.resolve("timelines-" + DAY + ".ndjson"));
        assertThat(Comparison.of(exports, duckDb))
                .hasSize(10)
                .allMatch(difference -> difference.startsWith("timelines: missing or different rows"));
    }

    @Test
    void givesTheSameResultsForFilesWithoutExtensionAndAllRecordsOnOneLine() throws Exception {
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(300), Duration.ofSeconds(150))
                .withShares(0, 0.03, 0)
                .withFiles(FileFormat.PLAIN, 4);
        Path lines = folder.resolve("lines");
        new Generator(settings).generate(lines, DAY, 1, 3, 7, null, (file, soFar) -> {});
        Path firehose = folder.resolve("firehose");
        Path to = Files.createDirectories(firehose.resolve("dt=" + DAY));
        for (String hour : List.of("00", "06", "12", "18")) {
            String content = Files.readString(lines.resolve("dt=" + DAY).resolve(hour + ".ndjson"));
            switch (hour) {
                case "00" -> Files.writeString(to.resolve("part-0"), content.replace("\n", ""));
                case "06" ->
                    write(
                            new GZIPOutputStream(Files.newOutputStream(to.resolve("part-1.gz"))),
                            content.replace("\n", ""));
                case "12" -> write(new GZIPOutputStream(Files.newOutputStream(to.resolve("part-2"))), content);
                default -> write(new ZstdOutputStream(Files.newOutputStream(to.resolve("READINGS.JSON"))), content);
            }
        }
        Files.writeString(to.resolve("._part-0"), "hidden");
        Files.writeString(to.resolve("notes.txt"), "ignored");

        assertThat(readings(firehose)).isEqualTo(readings(lines)).hasSizeGreaterThan(100);
    }

    private static void write(OutputStream out, String content) throws IOException {
        try (out) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> readings(Path raw) throws Exception {
        Path out = folder.resolve("readings-of-" + raw.getFileName());
        assertThat(DuckDb.run("timelines", "--raw", raw.toString(), "--date", DAY.toString(), "--out", out.toString()))
                .isEqualTo(DuckDb.DONE);
        return strings(
                "select to_json(r)::varchar from '%s' as r order by 1".formatted(out.resolve("readings.parquet")));
    }

    @Test
    void writesTheLinesOfADayAsOneParquetFile() throws Exception {
        Path raw = generate(300, 60, 5);
        Path out = folder.resolve("parquet");
        assertThat(DuckDb.run("parquet", "--raw", raw.toString(), "--date", DAY.toString(), "--out", out.toString()))
                .isEqualTo(DuckDb.DONE);
        assertThat(strings("select (count(*) > 1000)::varchar from '%s'".formatted(out.resolve("raw.parquet"))))
                .containsExactly("true");
    }

    @Test
    void refusesWrongUseAndMissingFiles() {
        assertThat(DuckDb.run("everything")).isEqualTo(DuckDb.WRONG_USE);
        assertThat(DuckDb.run("parquet", "--raw", folder.toString())).isEqualTo(DuckDb.WRONG_USE);
        assertThat(DuckDb.run(
                        "parquet", "--raw", folder.toString(), "--date", "2026-11-20", "--out", folder.toString()))
                .isEqualTo(DuckDb.FAILED);
    }

    /** Generates three delivery days, so that the last one contains late readings of the two days before. */
    private Path generate(int stillSeconds, int activeSeconds, int collars) throws Exception {
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(stillSeconds), Duration.ofSeconds(activeSeconds))
                .withShares(0.02, 0.03, 0.03)
                .withFiles(FileFormat.MIXED, 4);
        Path raw = folder.resolve("raw");
        new Generator(settings).generate(raw, DAY.minusDays(2), 3, collars, 7, null, (file, soFar) -> {});
        return raw;
    }

    private void petty(String command, Object... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = command;
        for (int i = 0; i < options.length; i++) {
            arguments[i + 1] = options[i].toString();
        }
        arguments[options.length + 1] = "--home";
        arguments[options.length + 2] = folder.resolve("home").toString();
        StringWriter err = new StringWriter();
        StandardOutput out = new StandardOutput(new ByteArrayOutputStream());
        Terminal terminal = new Terminal(out, new PrintWriter(err, true), false, false, 100);
        assertThat(Petty.run(terminal, CLOCK, arguments)).as(err.toString()).isEqualTo(ExitCode.DONE);
    }

    private static List<LocalDate> eventDays(Path duckDb) throws Exception {
        return strings("select distinct day::varchar from '%s' order by 1"
                        .formatted(duckDb.resolve("summaries.parquet")))
                .stream()
                .map(LocalDate::parse)
                .toList();
    }

    private static List<String> strings(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
