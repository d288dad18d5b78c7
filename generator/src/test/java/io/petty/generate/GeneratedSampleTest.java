package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSampleTest {
    private static final Path SAMPLE = Path.of("..", "sample-data");

    @Test
    void sampleDaysMatchTheCommandInTheirReadme(@TempDir Path folder) throws IOException {
        GenerateSettings settings = GenerateSettings.defaults()
                .withNames(List.of("BISCUIT", "MOCHI", "LUNA"))
                .withCadence(Duration.ofSeconds(100), Duration.ofSeconds(12))
                .withShares(0.01, 0.005, 0.002)
                .withFiles(FileFormat.MIXED, 4);
        Path raw = folder.resolve("raw");
        Path truth = folder.resolve("truth.ndjson.gz");
        new Generator(settings).generate(raw, LocalDate.parse("2026-11-17"), 5, 3, 12, truth, (file, soFar) -> {});

        SortedMap<String, String> sample = RawLine.contentsBelow(SAMPLE.resolve("raw"));
        assertThat(sample.tailMap("dt=2026")).isEqualTo(RawLine.contentsBelow(raw));
        assertThat(RawLine.unpacked(SAMPLE.resolve("truth.ndjson.gz"))).isEqualTo(RawLine.unpacked(truth));
    }

    @Test
    void almostAllSampleLinesAreReadings() throws IOException {
        List<RawLine> lines = RawLine.allBelow(SAMPLE.resolve("raw"));
        long rejects = lines.stream()
                .filter(line -> !line.text().isBlank() && LineCheck.of(line).reason() != null)
                .count();
        assertThat(lines).hasSizeGreaterThan(50_000);
        assertThat(rejects).isBetween(20L, 50L);
    }
}
