package io.petty.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.petty.generate.GenerateSettings;
import io.petty.generate.Generator;
import io.petty.generate.Species;
import io.petty.settings.SettingsException;
import io.petty.timeline.Behavior;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruthTest {
    private static final String STATES = """
            {"collar_id":"LUNA-01","start":"2026-11-20T03:00:00Z","end":"2026-11-20T04:00:00.500Z","state":"Deep Sleep"}

            {"collar_id":"LUNA-01","start":"2026-11-20T04:00:00.500Z","end":"2026-11-20T05:00:00Z","state":"Walking"}
            """;
    private static final String LABELS = """
            collar_id,subject,minute_utc,sleep,scorable
            SN-1,a,2016-04-13T07:01:00Z,1,1
            SN-1,a,2016-04-13T07:02:00Z,2,1
            SN-1,a,2016-04-13T07:03:00Z,3,1
            SN-1,a,2016-04-13T07:04:00Z,0,1
            SN-1,a,2016-04-13T07:05:00Z,1,0
            """;

    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("truth"), content);
    }

    private Truth read(String content) throws IOException {
        return Truth.read(file(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String at(Truth truth, String collar, String time) {
        return truth.at(collar, Instant.parse(time).toEpochMilli());
    }

    @Test
    void readsStates() throws IOException {
        Truth truth = read(STATES);

        assertThat(at(truth, "LUNA-01", "2026-11-20T02:59:59.999Z")).isNull();
        assertThat(at(truth, "LUNA-01", "2026-11-20T03:00:00Z")).isEqualTo("Deep Sleep");
        assertThat(at(truth, "LUNA-01", "2026-11-20T04:00:00.499Z")).isEqualTo("Deep Sleep");
        assertThat(at(truth, "LUNA-01", "2026-11-20T04:00:00.500Z")).isEqualTo("Walking");
        assertThat(at(truth, "LUNA-01", "2026-11-20T05:00:00Z")).isNull();
        assertThat(at(truth, "REX-01", "2026-11-20T03:00:00Z")).isNull();
    }

    @Test
    void readsSleepLabelsThatCanBeScored() throws IOException {
        Truth truth = read(LABELS);

        assertThat(at(truth, "SN-1", "2016-04-13T07:00:59.999Z")).isNull();
        assertThat(at(truth, "SN-1", "2016-04-13T07:01:00Z")).isEqualTo("Deep Sleep");
        assertThat(at(truth, "SN-1", "2016-04-13T07:02:59.999Z")).isEqualTo("Deep Sleep");
        assertThat(at(truth, "SN-1", "2016-04-13T07:03:00Z")).isEqualTo(Truth.AWAKE);
        assertThat(at(truth, "SN-1", "2016-04-13T07:04:30Z")).isEqualTo(Truth.AWAKE);
        assertThat(at(truth, "SN-1", "2016-04-13T07:05:00Z")).isNull();
    }

    @Test
    void readsCompressedFilesRegardlessOfTheirNames() throws IOException {
        byte[] plain = STATES.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(plain);
        }

        assertThat(Truth.read(file(gzip.toByteArray())).has("LUNA-01")).isTrue();
        assertThat(Truth.read(file(Zstd.compress(plain))).has("LUNA-01")).isTrue();
        byte[] cutOff = Arrays.copyOf(gzip.toByteArray(), gzip.size() - 20);
        assertThatThrownBy(() -> Truth.read(file(cutOff)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the compressed data is damaged or incomplete");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "state":"Walking"     | "state":"Strolling"      | line 3: state is 'Strolling', which is none of Alert, Anxious Pacing, Awake
            "state":"Walking"     | "stat":"Walking"         | line 3: state is missing or not text
            2026-11-20T05:00:00Z  | 2026-11-20T04:00:00Z     | line 3: end is not after start
            2026-11-20T05:00:00Z  | 5 o'clock                | line 3: '5 o'clock' is not a time like
            "start":"2026-11-20T04:00:00.500Z" | "start":"2026-11-20T03:59:00Z" | line 3: the state overlaps the one of line 1
            "Walking"}            | "Walking"                | line 3: not a JSON object
            {"collar_id":"LUNA-01","start":"2026-11-20T03 | collar_id,minute,{"collar_id":"LUNA-01","start":"2026-11-20T03 | line 1: neither a state
            """)
    void namesTheLineOfAWrongState(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(STATES.replace(right, wrong)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("--truth: " + folder.resolve("truth") + ", ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            07:02:00Z,2,1 | 07:02:00Z,4,1 | line 3: sleep is '4'; 0, 1, 2 or 3 was expected
            07:02:00Z,2,1 | 07:02:00Z,2,y | line 3: scorable is 'y'; 0 or 1 was expected
            07:02:00Z,2,1 | 07:02:00Z,2   | line 3: 4 values for 5 columns
            07:02:00Z,2,1 | 07:01:30Z,2,1 | line 3: the state overlaps the one of line 2
            """)
    void namesTheLineOfAWrongLabel(String right, String wrong, String message) {
        assertThatThrownBy(() -> read(LABELS.replace(right, wrong)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsTheTruthThatTheGenerateCommandWrites() throws IOException {
        Path file = folder.resolve("truth.ndjson.gz");
        LocalDate day = LocalDate.parse("2026-11-20");
        GenerateSettings settings = GenerateSettings.defaults()
                .withLives(List.of(Species.CAT, Species.LARGE_DOG), 0)
                .withMisread(Map.of(Behavior.RESTING, 0.5));
        new Generator(settings).generate(folder.resolve("raw"), day, 1, 2, 7, file, (raw, soFar) -> {});

        Truth truth = Truth.read(file);

        for (String collar : List.of("collar-00000001", "collar-00000002")) {
            Set<String> states = IntStream.range(0, 24 * 60)
                    .mapToObj(minute -> String.valueOf(truth.at(
                            collar,
                            day.atStartOfDay(ZoneOffset.UTC)
                                    .plusMinutes(minute)
                                    .toInstant()
                                    .toEpochMilli())))
                    .collect(Collectors.toSet());
            assertThat(states)
                    .contains("Deep Sleep", "Resting", "Eating", "Walking")
                    .doesNotContain("null");
        }
    }

    @Test
    void reportsAMissingOrEmptyFile() {
        assertThatThrownBy(() -> Truth.read(folder.resolve("none")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("can't be read");
        assertThatThrownBy(() -> read("\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no state");
    }
}
