package io.petty.systemtests.reference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.petty.systemtests.reference.ReferenceDelivery.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceRawTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String GOOD = line("\"a-1\"", "\"2026-11-20T03:04:05.6789Z\"", "71.2345", "1.0", null);

    @Test
    void readsAValidLine() {
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
            timestamp       | "a"   | "0000-11-20T03:04:05Z"           | 71     | 1    | null
            timestamp_range | "a"   | "0001-11-20T03:04:05Z"           | 71     | 1    | null
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
    void checksTheLineBeforeItsFields() {
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
    void skipsBlankLinesButCountsThemInLineNumbers() {
        String blanks = " ".repeat(70_000);

        ReferenceRaw raw = read("\ufeff" + GOOD + "\r\n\n \t\r\n" + blanks + "\n" + GOOD + "\n{}");

        assertThat(raw.lines()).isEqualTo(3);
        assertThat(raw.readings()).hasSize(2);
        assertThat(raw.rejects()).containsExactly(new ReferenceReject(DAY, "a.ndjson", 6L, "collar_id", "{}"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.ndjson, RAW",
        "hour=03/a.jsonl, RAW",
        "READINGS.JSON, RAW",
        "x/y.NdJson.ZST, RAW",
        "a.json.gz, RAW",
        "a..ndjson, RAW",
        "a.gz.json, RAW",
        "part-0, RAW",
        "part-0.gz, RAW",
        "part-0.Zst, RAW",
        "topic+0+0000000000, RAW",
        "gz, RAW",
        "json, RAW",
        "x.txt, IGNORED",
        "x.txt.gz, IGNORED",
        "x.json.gz.gz, IGNORED",
        "x.zst.gz, IGNORED",
        "part-0.gz.gz, IGNORED",
        "y.json.bz2, IGNORED",
        "y.ndjson.tmp, IGNORED",
        "y.j\u017fon, IGNORED",
        "folder.json/notes.txt, IGNORED",
        "_SUCCESS, HIDDEN",
        "._a.ndjson, HIDDEN",
        ".gz, HIDDEN",
        "_temporary/0/part-0, HIDDEN",
        "x/.git/notes.txt, HIDDEN",
        "x/_a.txt, HIDDEN",
    })
    void recognizesRawFilesByName(String file, ReferenceName expected) {
        assertThat(ReferenceName.of(file)).isEqualTo(expected);
    }

    @Test
    void readsSeveralObjectsOnALineAsRecords() {
        String bad = "{\"collar_id\":\"}{\\\"\"}";

        ReferenceRaw raw = read(GOOD + GOOD + " \t\r" + GOOD + "\n\n" + bad + " " + bad + GOOD + "\r\n" + GOOD);

        assertThat(raw.lines()).isEqualTo(7);
        assertThat(raw.readings()).hasSize(5);
        // Blanks between two objects belong to the second.
        assertThat(raw.rejects())
                .containsExactly(
                        new ReferenceReject(DAY, "a.ndjson", 3L, "collar_id", bad),
                        new ReferenceReject(DAY, "a.ndjson", 3L, "collar_id", " " + bad));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~{}{}~             | collar_id, collar_id
            ~ {} {} ~          | collar_id, collar_id
            ~{"a":[}]{}{}~     | json, collar_id, collar_id
            ~{"a":"}{"}{}~     | collar_id, collar_id
            ~{},{}~            | json
            ~{}x{}{}~          | json
            ~{}}{}{}~          | json
            ~{}[]{}~           | json
            ~[{}]{}{}~         | json
            ~[] {}~            | json
            ~1{}{}~            | json
            ~"" {}{}~          | json
            ~{"a":"{}{}~       | json
            ~{"a":{}{}{}~      | json
            ~{}{"a":~          | collar_id, json
            """)
    void endsARecordOnlyBetweenTwoCompleteObjects(String line, String reasons) {
        assertThat(read(line).rejects()).extracting(ReferenceReject::reason).containsExactly(reasons.split(", "));
        assertThat(read(line + "\n" + line).rejects())
                .extracting(ReferenceReject::line)
                .containsSequence(1L, 2L);
    }

    @Test
    void limitsTheSizeOfEachRecordOfALine() {
        String fits = GOOD + " ".repeat(65_536 - GOOD.length());

        assertThat(read(GOOD.repeat(1_000)).readings()).hasSize(1_000);
        assertThat(read(fits + "\n").readings()).hasSize(1);
        assertThat(read("{\"x\":\"" + "y".repeat(70_000) + "\"}" + GOOD).rejects())
                .extracting(ReferenceReject::reason)
                .containsExactly("size");
        // The blanks before the second object count toward its size, not toward the first object's.
        assertThat(read(GOOD + fits.substring(GOOD.length()) + GOOD).readings()).hasSize(2);
        assertThat(read(GOOD + fits.substring(GOOD.length()) + " " + GOOD).readings())
                .hasSize(1);
    }

    @Test
    void detectsCompressionByContent() throws IOException {
        byte[] content = (GOOD + "\n").repeat(5).getBytes(UTF_8);

        for (String name : List.of("a.json", "a.json.gz", "a.json.zst", "a")) {
            for (byte[] bytes : List.of(content, gzip(content), Zstd.compress(content))) {
                assertThat(ReferenceRaw.read(DAY, name, bytes).readings()).hasSize(5);
            }
            assertThat(ReferenceRaw.read(DAY, name, new byte[0]))
                    .isEqualTo(new ReferenceRaw(0, 0, List.of(), List.of()));
        }
    }

    @Test
    void readsMembersOneAfterTheOther() throws IOException {
        byte[] marked = ("\ufeff" + GOOD).getBytes(UTF_8);
        byte[] empty = new byte[0];
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, '{', '}'};

        assertThat(readings(gzip(marked), gzip(empty), gzip(marked))).isEqualTo(2);
        assertThat(readings(Zstd.compress(marked), Zstd.compress(empty), Zstd.compress(marked)))
                .isEqualTo(2);
        assertThat(readings(skippable, Zstd.compress(marked), skippable, new byte[3]))
                .isEqualTo(1);
        assertThat(readings(gzip(marked), new byte[1_000])).isEqualTo(1);
        assertThat(readings(Zstd.compress(marked), new byte[1])).isEqualTo(1);
    }

    @Test
    void rejectsAFileWithOtherBytesThanZerosAfterItsLastMember() throws IOException {
        byte[] lines = (GOOD + "\n" + GOOD).getBytes(UTF_8);
        byte[] zeros = new byte[4];

        for (byte[] packed : List.of(gzip(lines), Zstd.compress(lines))) {
            for (byte[] rest : List.of("x".getBytes(UTF_8), new byte[] {0, 1}, new byte[] {0x1f}, lines)) {
                ReferenceRaw raw = ReferenceRaw.read(DAY, "a", joined(packed, rest));
                assertThat(raw.readings()).hasSize(1);
                assertThat(raw.broken()).isTrue();
            }
            assertThat(ReferenceRaw.read(DAY, "a", joined(packed, zeros, packed))
                            .broken())
                    .isTrue();
        }
        // Each member is recognized by its own magic number.
        ReferenceRaw both = ReferenceRaw.read(DAY, "a", joined(gzip(lines), new byte[0], Zstd.compress(lines), zeros));
        assertThat(both.broken()).isFalse();
    }

    @Test
    void keepsCompleteRecordsOfATruncatedFile() throws IOException {
        byte[] content = (GOOD + "\n").repeat(50).getBytes(UTF_8);
        byte[] gzip = gzip(content);
        byte[] wrongChecksum = gzip.clone();
        wrongChecksum[gzip.length - 8]++;

        ReferenceRaw half = ReferenceRaw.read(DAY, "a.json.gz", Arrays.copyOf(gzip, gzip.length - 12));
        assertThat(half.readings()).hasSizeBetween(1, 49);
        assertThat(half.rejects()).containsExactly(new ReferenceReject(DAY, "a.json.gz", null, "file", ""));
        ReferenceRaw wrong = ReferenceRaw.read(DAY, "a.json.gz", wrongChecksum);
        assertThat(wrong.readings()).hasSize(50);
        assertThat(wrong.rejects()).hasSize(1);
        byte[] zstd = Zstd.compress(content);
        assertThat(ReferenceRaw.read(DAY, "a.json.zst", Arrays.copyOf(zstd, zstd.length - 1))
                        .rejects())
                .hasSize(1);

        // Nothing follows the last object, so it may be incomplete.
        byte[] oneLine = gzip(GOOD.repeat(3).getBytes(UTF_8));
        assertThat(ReferenceRaw.read(DAY, "a", Arrays.copyOf(oneLine, oneLine.length - 1))
                        .readings())
                .hasSize(2);
    }

    @Test
    void recognizesUnusableFiles() throws IOException {
        byte[] gzip = gzip((GOOD + "\n").getBytes(UTF_8));

        assertThat(read(GOOD).unusable()).isFalse();
        assertThat(read("").unusable()).isFalse();
        assertThat(read("[" + GOOD + "]").unusable()).isTrue();
        assertThat(read("\n").unusable()).isTrue();
        assertThat(ReferenceRaw.read(DAY, "a", Arrays.copyOf(gzip, gzip.length - 1))
                        .unusable())
                .isTrue();
    }

    @Test
    void auditsByLinesAndByBytes() {
        assertThat(state(List.of(), read(lines(95) + "{}\n".repeat(5)))).isEqualTo(State.FRESH);
        assertThat(state(List.of(), read(lines(94) + "{}\n".repeat(5)))).isEqualTo(State.FAILED);
        assertThat(state(List.of("notes.txt"), read(GOOD))).isEqualTo(State.INCOMPLETE);
        assertThat(state(List.of(), read(""), read(GOOD))).isEqualTo(State.FRESH);

        // One long line is one reject of 101 lines, but half of the delivered bytes.
        assertThat(state(List.of(), read(lines(100)), read("[" + lines(100).replace('\n', ',') + "]")))
                .isEqualTo(State.FAILED);
        assertThat(state(List.of(), read(lines(100)), read("[" + GOOD + "]"))).isEqualTo(State.INCOMPLETE);
        String most = lines(95);
        String one = "[" + " ".repeat(most.length() / 19 - 2) + "]";
        assertThat(most.length() % 19).isZero();
        assertThat(state(List.of(), read(most), read(one))).isEqualTo(State.INCOMPLETE);
        assertThat(state(List.of(), read(most), read(one + " "))).isEqualTo(State.FAILED);
    }

    private static State state(List<String> ignored, ReferenceRaw... files) {
        SortedMap<String, ReferenceRaw> byKey = new TreeMap<>();
        for (ReferenceRaw file : files) {
            byKey.put("file-" + byKey.size(), file);
        }
        return new ReferenceDelivery(DAY, byKey, ignored).state();
    }

    private static String lines(int count) {
        return (GOOD + "\n").repeat(count);
    }

    private static int readings(byte[]... members) throws IOException {
        ReferenceRaw raw = ReferenceRaw.read(DAY, "a", joined(members));
        assertThat(raw.rejects()).isEmpty();
        return raw.readings().size();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static ReferenceRaw read(String text) {
        return ReferenceRaw.read(DAY, "a.ndjson", text.getBytes(UTF_8));
    }

    /** Returns the reject reason of a line. Each character represents one byte. */
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
