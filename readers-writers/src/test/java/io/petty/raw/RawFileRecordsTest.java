package io.petty.raw;

import static io.petty.raw.RawFile.LINE;
import static io.petty.raw.RawFile.gzip;
import static io.petty.raw.RawFile.read;
import static io.petty.raw.RawFile.readLines;
import static io.petty.raw.RawFile.utf8;
import static io.petty.raw.RawFile.with;
import static io.petty.raw.RawFile.zstd;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.raw.RawFile.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several objects on one line, as Firehose writes them. */
class RawFileRecordsTest {
    /** A valid record that only the strict parser accepts. */
    private static final String UNUSUAL = "{\"x\":[{}]," + LINE.substring(1);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\r", " \r\t ", "\n", "\r\n", "\n\n", " \r\n"})
    void readsObjectsWithAnyBlanksOrLineEndsBetweenThem(String between) {
        List<String> three = List.of(LINE, UNUSUAL, LINE);
        for (String end : new String[] {"", "\n", " \t\r\n", " "}) {
            Outcome outcome = readLines(between + String.join(between, three) + end);

            assertThat(outcome.rejects()).isEmpty();
            assertThat(outcome.readings()).hasSize(3);
            assertThat(outcome.counts().lines()).isEqualTo(3);
        }
    }

    @Test
    void readsAFirehoseFileAndDescribesAJsonArray() throws IOException {
        Outcome firehose = read("dt=2026-11-20/stream-1.json", file("hour=01/stream-1-2026-11-20-01-00-12.json"));
        assertThat(firehose.counts()).isEqualTo(new RawFileCounts(0, 200, 0, 0, false));

        Outcome array = read("dt=2026-11-20/batch.json.gz", file("hour=02/batch.json.gz"));
        assertThat(array.counts()).isEqualTo(new RawFileCounts(0, 0, 1, 0, false));
        assertThat(array.reasons()).containsExactly("json");
        assertThat(array.rejects().get(0).message()).isEqualTo("a JSON array; deliver one object per line");
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file =
                RawFileRecordsTest.class.getResourceAsStream("whole-file-in-one-line/dt=2026-11-20/" + name)) {
            return file.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\b',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{}{};collar_id,collar_id",
                "{} {};collar_id,collar_id",
                " {}\t{}\t;collar_id,collar_id",
                "{\"a\":[}]{};json,collar_id",
                "{\"a\":[1}}{};json,collar_id",
                "{\"a\":\"}{\"}{};collar_id,collar_id",
                "{\"a\":\"\\\"}{\"}{};collar_id,collar_id",
                "{\"a\":\"\\\\\"}{};collar_id,collar_id",
                "{\"\\{\"}{};json,collar_id",
                "{\\\"}{};json",
                "{\"}{}{};json",
                "{}x{};json",
                "{} x {} {};json",
                "{},{};json",
                "{}}{};json",
                "{}[]{};json",
                "{}\"a\"{};json",
                "x{}{};json",
                "[{}{}];json",
                "}{;json",
                "}{}{;json",
                "{}{;collar_id,json",
                "{}{}{[;collar_id,collar_id,json",
                "{[{}{}]}{};json,collar_id",
                "\u00a0{}{};json",
                "{}\u00a0{};json",
                "{}\f{};json"
            })
    void endsARecordWhereAnotherObjectFollows(String line, String reasons) {
        Outcome outcome = readLines(line + "\n" + LINE);

        assertThat(outcome.reasons()).containsExactly(reasons.split(","));
        assertThat(outcome.readings()).hasSize(1);
        assertThat(readLines(line).reasons()).containsExactly(reasons.split(","));
    }

    @Test
    void reportsTheLineOfEachRecordAndThePositionOfAllButTheFirst() {
        String bad = with("64.5", "412");
        List<Reject> rejects = readLines(
                        bad + "\n\n" + LINE + bad + " " + bad + "\r\n" + UNUSUAL + LINE + bad + "\n" + bad)
                .rejects();

        assertThat(rejects).extracting(Reject::line).containsExactly(1L, 3L, 3L, 4L, 5L);
        assertThat(rejects)
                .extracting(Reject::message)
                .containsExactly(
                        "heart_rate 412 is above 300",
                        "record 2 of the line: heart_rate 412 is above 300",
                        "record 3 of the line: heart_rate 412 is above 300",
                        "record 3 of the line: heart_rate 412 is above 300",
                        "heart_rate 412 is above 300");
        assertThat(rejects).extracting(Reject::content).containsExactly(bad, bad, " " + bad, bad, bad);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsBlanksBetweenObjectsInTheLengthOfTheSecond(boolean usual) {
        String record = usual ? LINE : UNUSUAL;
        String most = " ".repeat(65_536 - record.length());

        assertThat(readLines(record + most + record + "\n" + LINE).readings()).hasSize(3);
        assertThat(readLines(LINE + record + most + "\n" + LINE).readings()).hasSize(3);
        for (String blanks : new String[] {" " + most, " ".repeat(300_000), "\t".repeat(1_000_000)}) {
            Outcome between = readLines(LINE + record + blanks + record + record + "\n" + LINE);
            assertThat(between.readings()).hasSize(4);
            assertThat(between.reasons()).containsExactly("size");
            assertThat(between.rejects().get(0).message()).startsWith("record 3 of the line: ");
            assertThat(between.rejects().get(0).content()).isEqualTo(blanks.substring(0, 4_096));

            for (String end : new String[] {"\n", "", "x\n", "x{}\n"}) {
                Outcome behind = readLines(LINE + record + blanks + end + LINE.repeat(end.isEmpty() ? 0 : 1));
                assertThat(behind.readings()).hasSize(end.isEmpty() ? 1 : 2);
                assertThat(behind.reasons()).containsExactly("size");
                assertThat(behind.rejects().get(0).message()).startsWith("record 2 of the line: ");
                assertThat(behind.rejects().get(0).content()).isEqualTo((record + blanks).substring(0, 4_096));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":\"%s\"}",
                "{\"x\":\"\\\\%s\\\"{\"}",
                "{\"x\":[%s}]",
                "{\"x\":\"{\",\"y\":%s}",
                "{\"%s}{{\\\"\"}",
            })
    void findsTheEndOfARecordOfAnyLength(String form) {
        for (int length : new int[] {65_536, 200_000, 262_143, 262_144, 400_000, 1_000_000}) {
            String record = form.formatted("x".repeat(length - form.length() + 2));
            for (String between : new String[] {"", " ", " ".repeat(5_000)}) {
                Outcome outcome = readLines(LINE + record + between + LINE + "\n" + record + "\n" + LINE + "\n");

                assertThat(outcome.readings()).hasSize(3);
                assertThat(outcome.reasons())
                        .containsExactly(
                                length > 65_536
                                        ? new String[] {"size", "size"}
                                        : outcome.reasons().toArray(String[]::new));
                assertThat(outcome.rejects()).extracting(Reject::line).containsExactly(1L, 2L);
                assertThat(outcome.rejects().get(0).content()).isEqualTo(record.substring(0, 4_096));
            }
        }
    }

    @Test
    void findsTheEndOfALongRecordAcrossAnyBufferBoundary() {
        String record = "{\"\\\"}{\":[" + "\"\\\\\",[{\"a\":\"]}\"}],\"\\\"\",".repeat(12_000) + "\"\"]}";
        for (int shift = 0; shift < 24; shift++) {
            Outcome outcome = readLines(" ".repeat(shift) + record + " " + LINE + record + LINE);

            assertThat(outcome.readings()).hasSize(2);
            assertThat(outcome.reasons()).containsExactly("size", "size");
        }
    }

    @Test
    void dropsALongRecordThatIsTruncatedWithItsFile() {
        for (String end : new String[] {"", " ".repeat(300_000)}) {
            byte[] whole = gzip(utf8(LINE + LINE + "{\"x\":\"" + "x".repeat(300_000) + "\"}" + end));
            Outcome outcome = read("a.gz", Arrays.copyOf(whole, whole.length - 8));

            assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[", "{\"a\":\"", "{}", "{}x", " ", "x", "{} "})
    void skipsALineOfManyMegabytesInConstantMemory(String start) {
        String repeated = start.endsWith("[") ? "[" : start.endsWith("\"") || start.endsWith("x") ? "y" : " ";
        byte[] megabyte = utf8(repeated.repeat(1 << 20));
        InputStream content = new SequenceInputStream(Collections.enumeration(Stream.of(
                        Stream.of(utf8(start)),
                        Stream.generate(() -> megabyte).limit(40),
                        Stream.of(utf8("\n" + LINE + LINE)))
                .flatMap(parts -> parts)
                .map(ByteArrayInputStream::new)
                .toList()));

        Outcome outcome = read("a.json", content, 40 << 20, RawRules.DEFAULTS);

        boolean blank = start.isBlank();
        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(blank ? 1 : 0, 2, blank ? 0 : 1, 0, false));
        assertThat(outcome.rejects())
                .allMatch(reject -> reject.reason() == RejectReason.SIZE && Objects.equals(reject.line(), 1L));
    }

    @Test
    void readsAnyNumberOfRecordsOnOneLine() {
        byte[] chunk = utf8(LINE.repeat(3_000) + UNUSUAL.repeat(300) + " " + with("64.5", "412"));
        int chunks = 30;
        InputStream content =
                new SequenceInputStream(Collections.enumeration(Stream.generate(() -> new ByteArrayInputStream(chunk))
                        .limit(chunks)
                        .toList()));

        Outcome outcome = read("a", content, (long) chunks * chunk.length, RawRules.DEFAULTS);

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 3_300L * chunks, chunks, 0, false));
        assertThat(outcome.rejects().get(chunks - 1).message())
                .startsWith("record %d of the line: ".formatted(3_301L * chunks));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsTheRecordsOfARandomTextAsIfEachWereAlone(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String text = randomText(random);
            List<String> readings = new ArrayList<>();
            List<Reject> rejects = new ArrayList<>();
            for (RecordText record : RecordText.of(text)) {
                Outcome alone = readLines(record.text());
                readings.addAll(alone.readings());
                for (Reject reject : alone.rejects()) {
                    String position =
                            record.position() == 1 ? "" : "record %d of the line: ".formatted(record.position());
                    rejects.add(new Reject(
                            reject.deliveryDay(),
                            reject.file(),
                            record.line(),
                            reject.reason(),
                            position + reject.message(),
                            reject.content()));
                }
            }
            Outcome outcome = read("a.ndjson", members(text, random));

            assertThat(outcome.readings()).as(text).isEqualTo(readings);
            assertThat(outcome.rejects()).as(text).isEqualTo(rejects);
            assertThat(outcome.counts().lines()).isEqualTo(readings.size() + rejects.size());
        }
    }

    private static String randomText(Random random) {
        List<String> parts = List.of(
                LINE,
                LINE,
                LINE,
                LINE,
                UNUSUAL,
                with("64.5", "1"),
                "{}",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "\\",
                "x",
                ",",
                "{\"a\":[}]",
                "{\"\\\"{\":1}");
        List<String> joints = List.of("", "", "", " ", "\t \r", "\n", "\n", "\r\n", "\n \n");
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            text.append(parts.get(random.nextInt(random.nextInt(3) == 0 ? parts.size() : 6)));
            text.append(joints.get(random.nextInt(joints.size())));
            if (random.nextInt(60) == 0) {
                text.append((random.nextBoolean() ? " " : "{\"y\":\"").repeat(60_000 + random.nextInt(10_000)));
            }
        }
        return text.toString();
    }

    /** Returns the text, uncompressed or split at random into compressed members. */
    private static byte[] members(String text, Random random) {
        byte[] bytes = utf8(text);
        if (random.nextInt(3) == 0) {
            return bytes;
        }
        byte[] packed = {};
        int from = 0;
        while (from < bytes.length || packed.length == 0) {
            int to = Math.min(bytes.length, from + random.nextInt(2 * LINE.length() + bytes.length / 4));
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            packed = RawFile.join(packed, random.nextBoolean() ? gzip(part) : zstd(part));
            from = to;
        }
        return packed;
    }

    @Test
    void returnsTheSameReadingsForAnySeparator() {
        Random random = new Random(18);
        List<String> records = Stream.generate(
                        () -> with("c1", "c" + random.nextInt(1_000)).replace("64.5", "" + (30 + random.nextInt(270))))
                .limit(5_000)
                .toList();
        List<String> expected = readLines(String.join("\n", records)).readings();

        assertThat(expected).hasSize(5_000);
        for (String between : new String[] {"", " ", "\r\t", "\r\n"}) {
            String text = String.join(between, records);
            assertThat(readLines(text).readings()).isEqualTo(expected);
            for (int i = 0; i < 3; i++) {
                assertThat(read("part-0", members(text, random)).readings()).isEqualTo(expected);
            }
        }
    }
}
