package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.petty.generate.FileFormat;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests days delivered as by Amazon Data Firehose: all records of a file on one line, names without an extension or
 * with only {@code .gz}, and compression that may not match the name. They give the same results as one record per
 * line. {@code -Dpetty.test.firehose-days=7} tests a week.
 */
class FirehoseDeliveryTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final String[] TABLES = {"readings", "rejects", "timelines", "summaries"};
    private static final List<String> NAMES = List.of("%s", "%s.gz", "hour=1/%s", "%s.Gz", "x/%s.zst");

    @TempDir
    private Path folder;

    @Test
    void daysWithAllRecordsOfAFileOnOneLineGiveTheSameExports() throws IOException {
        RawFolder lines = new RawFolder(folder.resolve("lines"));
        GenerateSettings settings = GenerateSettings.defaults()
                .withCadence(Duration.ofSeconds(120), Duration.ofSeconds(30))
                .withShares(0.02, 0.02, 0)
                .withFiles(FileFormat.PLAIN, 6);
        int days = Integer.getInteger("petty.test.firehose-days", 2);
        new Generator(settings).generate(lines.folder(), FIRST, days, 3, 18, null, (file, soFar) -> {});
        RawFolder firehose = new RawFolder(folder.resolve("firehose"));
        int number = 0;
        for (Path file : lines.files()) {
            LocalDate day = LocalDate.parse(lines.key(file).substring("dt=".length(), "dt=2026-11-17".length()));
            String name = "collars-1-%s-%02d-5f0d".formatted(day, number);
            byte[] oneLine = Files.readString(file).replace("\n", "").getBytes(StandardCharsets.UTF_8);
            byte[] packed = switch (number % 4) {
                case 0 -> oneLine;
                case 1 -> Zstd.compress(oneLine);
                default -> RawFolder.gzip(oneLine);
            };
            firehose.writePacked(day, NAMES.get(number % NAMES.size()).formatted(name), packed);
            number++;
        }

        Map<String, String> expected = exports(lines, "home-of-lines");
        assertThat(expected).hasSizeGreaterThanOrEqualTo(4 * days);
        assertThat(exports(firehose, "home-of-firehose")).isEqualTo(expected);
    }

    private Map<String, String> exports(RawFolder raw, String name) {
        PettyHome home = new PettyHome(folder.resolve(name));
        home.command("run", "--raw", raw.folder());
        return home.exports(TABLES);
    }
}
