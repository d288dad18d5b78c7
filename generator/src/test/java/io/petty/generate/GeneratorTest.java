package io.petty.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-20");
    private static final GenerateSettings DEFAULTS = GenerateSettings.defaults();

    @TempDir
    private Path folder;

    private GeneratedCounts generate(String name, GenerateSettings settings, LocalDate first, int days, int collars)
            throws IOException {
        return new Generator(settings)
                .generate(folder.resolve(name), first, days, collars, 7, null, (file, soFar) -> {});
    }

    private GeneratedCounts generate(String name, int days, int collars) throws IOException {
        return generate(name, DEFAULTS, FIRST, days, collars);
    }

    private List<RawLine> lines(String name) throws IOException {
        return RawLine.allBelow(folder.resolve(name));
    }

    @Test
    void writesTheSameBytesForTheSameSeed() throws IOException {
        generate("one", DEFAULTS.withFiles(FileFormat.MIXED, 4), FIRST, 2, 5);
        generate("two", DEFAULTS.withFiles(FileFormat.MIXED, 4), FIRST, 2, 5);
        List<Path> files = RawLine.filesBelow(folder.resolve("one"));
        assertThat(files).hasSizeBetween(8, 10);
        for (Path file : files) {
            Path other = folder.resolve("two").resolve(folder.resolve("one").relativize(file));
            assertThat(other).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void writesDifferentLivesForAnotherSeed() throws IOException {
        generate("one", 1, 1);
        new Generator(DEFAULTS).generate(folder.resolve("two"), FIRST, 1, 1, 8, null, (file, soFar) -> {});
        assertThat(lines("one").stream().filter(line -> line.text().contains("\"location\"")))
                .doesNotContainAnyElementsOf(lines("two"))
                .hasSizeGreaterThan(100);
    }

    @Test
    void moreDaysDoNotChangeTheEarlierOnes() throws IOException {
        generate("short", 2, 4);
        generate("long", 4, 4);
        assertThat(RawLine.contentsBelow(folder.resolve("long")))
                .containsAllEntriesOf(RawLine.contentsBelow(folder.resolve("short")))
                .hasSize(4 * 24);
    }

    @Test
    void moreCollarsDoNotChangeTheOthers() throws IOException {
        generate("few", 2, 3);
        generate("many", 2, 9);
        for (int number = 1; number <= 3; number++) {
            String collar = "\"collar-0000000" + number + "\"";
            List<RawLine> expected = lines("few").stream()
                    .filter(line -> line.text().contains(collar))
                    .toList();
            assertThat(lines("many").stream().filter(line -> line.text().contains(collar)))
                    .containsExactlyElementsOf(expected)
                    .hasSizeGreaterThan(4000);
        }
    }

    @Test
    void readingsOfADayDoNotDependOnTheFirstDay() throws IOException {
        generate("early", DEFAULTS, FIRST.minusDays(3), 4, 3);
        generate("late", DEFAULTS, FIRST, 1, 3);
        Set<RawLine> early = new HashSet<>(lines("early"));
        assertThat(lines("late")).hasSizeGreaterThan(5000).allMatch(early::contains);
    }

    @Test
    void writesEachReadingToTheFileOfItsHour() throws IOException {
        GeneratedCounts counts = generate("out", DEFAULTS.withShares(0, 0, 0), FIRST, 1, 2);
        assertThat(counts.files()).isEqualTo(24);
        for (int hour = 0; hour < 24; hour++) {
            String start = "T%02d:".formatted(hour);
            String content = RawLine.unpacked(folder.resolve("out/dt=2026-11-20/%02d.ndjson.gz".formatted(hour)));
            assertThat(content.lines().filter(line -> line.contains("Z\",\"heart_rate\"")))
                    .allMatch(line -> line.contains(start));
        }
    }

    @Test
    void writesFilesInTheRequestedFormat() throws IOException {
        generate("out", DEFAULTS.withFiles(FileFormat.ZSTD, 2).withNames(List.of("Rex")), FIRST, 1, 1);
        generate("out", DEFAULTS.withFiles(FileFormat.PLAIN, 1).withNames(List.of("Rex")), FIRST.plusDays(1), 1, 1);
        assertThat(RawLine.contentsBelow(folder.resolve("out")))
                .containsOnlyKeys(
                        "dt=2026-11-20/00.ndjson.zst", "dt=2026-11-20/12.ndjson.zst", "dt=2026-11-21/00.ndjson")
                .allSatisfy((name, content) -> assertThat(content).contains("\"collar_id\":\"Rex-01\""));
    }

    @Test
    void countsMatchTheIngestedLines() throws IOException {
        GeneratedCounts counts = generate("out", DEFAULTS.withShares(0.02, 0.01, 0.05), FIRST, 3, 3);
        long readings = 0;
        long late = 0;
        long blank = 0;
        SortedMap<String, Long> rejects = new TreeMap<>();
        for (RawLine line : lines("out")) {
            if (line.text().isBlank()) {
                blank++;
                continue;
            }
            LineCheck check = LineCheck.of(line);
            if (check.reason() != null) {
                rejects.merge(check.reason(), 1L, Long::sum);
                continue;
            }
            readings++;
            Instant midnight = line.deliveryDay().atStartOfDay(ZoneOffset.UTC).toInstant();
            if (check.time().isBefore(midnight)) {
                late++;
                assertThat(Duration.between(check.time(), midnight)).isLessThanOrEqualTo(Duration.ofDays(3));
            } else {
                assertThat(check.time()).isBefore(midnight.plusSeconds(86_400));
            }
        }
        assertThat(counts).isEqualTo(new GeneratedCounts(72, readings, late, counts.duplicates(), rejects, blank));
        assertThat(rejects).containsKeys("json", "encoding", "depth", "size", "collar_id", "timestamp");
        assertThat(rejects).containsKeys("timestamp_range", "heart_rate", "activity_level", "location");
        assertThat(late).isPositive();
    }

    @Test
    void staysCloseToTheRequestedShares() throws IOException {
        GeneratedCounts counts = generate("out", 6, 20);
        double readings = counts.readings();
        assertThat(readings / (6 * 20)).isCloseTo(2800, within(100.0));
        assertThat(counts.duplicates() / readings).isCloseTo(0.005, within(0.0005));
        assertThat(counts.malformed() / readings).isCloseTo(0.001, within(0.0003));
        // Late lines that would arrive after the last day aren't written.
        assertThat(counts.late() / readings).isBetween(0.0025, 0.0055);
    }

    @Test
    void truthCoversEachCollarsDaysWithoutOverlap() throws IOException {
        Path truth = folder.resolve("truth.ndjson");
        new Generator(DEFAULTS).generate(folder.resolve("out"), FIRST, 3, 12, 7, truth, (file, soFar) -> {});
        String end = "";
        String collar = "";
        for (String line : Files.readAllLines(truth)) {
            String[] words = line.split("\"", -1);
            if (!words[3].equals(collar)) {
                assertThat(words[3]).isGreaterThan(collar);
                assertThat(end).isIn("", "2026-11-23T00:00:00Z");
                end = "2026-11-20T00:00:00Z";
                collar = words[3];
            }
            assertThat(words[7]).isEqualTo(end);
            assertThat(words[11]).isGreaterThan(end);
            end = words[11];
        }
        assertThat(collar).isEqualTo("collar-00000012");
        assertThat(end).isEqualTo("2026-11-23T00:00:00Z");
    }

    @Test
    void reportsEachFile() throws IOException {
        Set<String> files = new HashSet<>();
        new Generator(DEFAULTS)
                .generate(folder, FIRST, 1, 1, 7, null, (file, soFar) -> files.add(file.getFileName() + ""));
        assertThat(files)
                .hasSize(24)
                .isEqualTo(RawLine.filesBelow(folder).stream()
                        .map(file -> file.getFileName().toString())
                        .collect(Collectors.toSet()));
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> generate("out", 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generate("out", 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generate("out", 1, 10_000_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withShares(0.3, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withShares(0, Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withFiles(FileFormat.GZIP, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withNames(List.of("A", "A"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withNames(List.of("../A"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.withCadence(Duration.ZERO, Duration.ofSeconds(9)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
