package io.petty.systemtests.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceRawTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String GOOD = line("\"a-1\"", "\"2026-11-20T03:04:05.6789Z\"", "71.2345", "1.0", null);

    @Test
    void readsALineOfTheContract() {
        ReferenceRaw raw = read(line(
                "\"a-1\"",
                "\"2026-11-20T03:04:05.6789+02:00\"",
                "71.2345",
                "1.0",
                "{\"type\":\"Point\",\"coordinates\":[-180,0.0000005,12]}"));

        assertThat(raw.rejects()).isEmpty();
        assertThat(raw.readings())
                .containsExactly(new ReferenceReading(
                        "a-1",
                        Instant.parse("2026-11-20T01:04:05.678Z").toEpochMilli(),
                        71_235,
                        1,
                        new ReferencePlace(-180_000_000, 1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            collar_id       | "-a"  | "2026-11-20T03:04:05Z"           | 71     | 1    | null
            collar_id       | 7     | "2026-11-20"                     | 71     | 1    | null
            timestamp       | "a"   | "2026-02-29T03:04:05Z"           | 71     | 1    | null
            timestamp       | "a"   | "2026-11-20T24:00:00Z"           | 71     | 1    | null
            timestamp       | "a"   | "2026-11-20T23:59:60Z"           | 71     | 1    | null
            timestamp       | "a"   | "2026-11-20T03:04:05.Z"          | 71     | 1    | null
            timestamp       | "a"   | "2026-11-20T03:04:05+18:01"      | 71     | 1    | null
            timestamp       | "a"   | "2026-11-20t03:04:05z"           | 71     | 1    | null
            timestamp_range | "a"   | "2026-10-20T23:59:59.999Z"       | 71     | 1    | null
            timestamp_range | "a"   | "2026-11-21T01:00:00.001Z"       | 71     | 1    | null
            heart_rate      | "a"   | "2026-10-21T00:00:00Z"           | 29.9999 | 1   | null
            heart_rate      | "a"   | "2026-11-21T01:00:00.0009Z"      | 300.0001 | 1  | null
            heart_rate      | "a"   | "2026-11-20T03:04:05+18:00"      | "71"   | 1    | null
            heart_rate      | "a"   | "2026-11-20T03:04:05Z"           | 1e99999999999 | 1 | null
            activity_level  | "a"   | "2026-11-20T03:04:05Z"           | 30     | 1e-99999999999 | null
            activity_level  | "a"   | "2026-11-20T03:04:05Z"           | 300    | true | 7
            location        | "a"   | "2026-11-20T03:04:05Z"           | 3e1    | -0   | {"type":"Point","coordinates":[1]}
            location        | "a"   | "2026-11-20T03:04:05Z"           | 3e1    | 2    | {"type":"Point","coordinates":[180.0000001,0]}
            location        | "a"   | "2026-11-20T03:04:05Z"           | 3e1    | 2    | {"type":"point","coordinates":[1,2]}
            location        | "a"   | "2026-11-20T03:04:05Z"           | 3e1    | 2    | {"type":"Point","coordinates":[1,2],"type":3}
            """)
    void namesTheFirstFieldThatFails(
            String reason, String collar, String time, String heartRate, String activity, String location) {
        ReferenceRaw raw = read(line(collar, time, heartRate, activity, location));

        assertThat(raw.rejects()).extracting(ReferenceReject::reason).containsExactly(reason);
    }

    @Test
    void judgesTheLineBeforeItsFields() {
        String deep = "[".repeat(64) + "]".repeat(64);

        assertThat(reason("x".repeat(65_537))).isEqualTo("size");
        assertThat(reason(" ".repeat(65_536) + "x\u00ff")).isEqualTo("size");
        assertThat(reason("\u00ff" + deep)).isEqualTo("encoding");
        assertThat(reason("{\"a\":" + deep)).isEqualTo("depth");
        assertThat(reason("{\"a\":" + deep.substring(1, 127))).isEqualTo("json");
        assertThat(reason("{\"a\":\"" + deep + "\"}")).isEqualTo("collar_id");
        assertThat(reason("[]")).isEqualTo("json");
        assertThat(reason("{\"x\":01}")).isEqualTo("json");
        assertThat(reason("{\"x\":1,}")).isEqualTo("json");
        assertThat(reason("{\"heart_rate\":1,\"heart\\u005frate\":1}")).isEqualTo("json");
        assertThat(reason("{\"x\":1,\"x\":\"\\ud800\"}")).isEqualTo("collar_id");
    }

    @Test
    void countsBlankLinesWithoutKeepingThem() {
        String blanks = " ".repeat(70_000);

        ReferenceRaw raw = read("\ufeff" + GOOD + "\r\n\n \t\r\n" + blanks + "\n" + GOOD + "\n{}");

        assertThat(raw.lines()).isEqualTo(3);
        assertThat(raw.readings()).hasSize(2);
        assertThat(raw.rejects()).containsExactly(new ReferenceReject(DAY, "a.ndjson", 6L, "collar_id", "{}"));
    }

    @Test
    void keepsWholeLinesBeforeABreakInTheCompression() throws IOException {
        byte[] content = (GOOD + "\n").repeat(50).getBytes(UTF_8);
        byte[] gzip = gzip(content);
        byte[] wrongChecksum = gzip.clone();
        wrongChecksum[gzip.length - 8]++;
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(gzip);
        twice.write(gzip);

        assertThat(ReferenceRaw.read(DAY, "a.json.gz", twice.toByteArray()).readings())
                .hasSize(100);
        ReferenceRaw half = ReferenceRaw.read(DAY, "a.json.gz", Arrays.copyOf(gzip, gzip.length - 12));
        assertThat(half.readings()).hasSizeBetween(1, 49);
        assertThat(half.rejects()).containsExactly(new ReferenceReject(DAY, "a.json.gz", null, "file", ""));
        ReferenceRaw wrong = ReferenceRaw.read(DAY, "a.json.gz", wrongChecksum);
        assertThat(wrong.readings()).hasSize(50);
        assertThat(wrong.rejects()).hasSize(1);
        assertThat(ReferenceRaw.read(DAY, "a.json.gz", new byte[0]).rejects()).hasSize(1);
        byte[] zstd = Zstd.compress(content);
        assertThat(ReferenceRaw.read(DAY, "a.json.zst", zstd).readings()).hasSize(50);
        assertThat(ReferenceRaw.read(DAY, "a.json.zst", Arrays.copyOf(zstd, zstd.length - 1))
                        .rejects())
                .hasSize(1);
    }

    @Test
    void knowsRawFilesByName() {
        assertThat(ReferenceRaw.isRaw("dt=2026-11-20/x/y.ndjson.zst")).isTrue();
        assertThat(ReferenceRaw.isRaw("y.json")).isTrue();
        assertThat(ReferenceRaw.isRaw("y.csv")).isFalse();
        assertThat(ReferenceRaw.isRaw("y.json.bz2")).isFalse();
    }

    private static ReferenceRaw read(String text) {
        return ReferenceRaw.read(DAY, "a.ndjson", text.getBytes(UTF_8));
    }

    /** The reason for a line whose characters stand for one byte each. */
    private static String reason(String line) {
        return ReferenceRaw.read(DAY, "a.ndjson", line.getBytes(ISO_8859_1))
                .rejects()
                .get(0)
                .reason();
    }

    private static String line(
            String collar, String time, String heartRate, String activity, @Nullable String location) {
        return "{\"collar_id\":" + collar + ",\"timestamp\":" + time + ",\"heart_rate\":" + heartRate
                + ",\"activity_level\":" + activity + (location == null ? "" : ",\"location\":" + location) + "}";
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
