package io.petty.raw;

import static io.petty.raw.RawFile.LINE;
import static io.petty.raw.RawFile.readLines;
import static io.petty.raw.RawFile.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.forgotten.ForgottenNames;
import io.petty.raw.RawFile.Outcome;
import io.petty.reading.CollarDictionary;
import io.petty.reading.ReadingBlock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawFileLinesTest {
    private static final String READING = "c1 1795143845000 64500 1 13400000,-52500000";

    @Test
    void readsTheUsualLine() {
        Outcome outcome = readLines(LINE + "\n");

        assertThat(outcome.readings()).containsExactly(READING);
        assertThat(outcome.rejects()).isEmpty();
        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 1, 0, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void readsALastLineWithOrWithoutALineFeed(String end) {
        assertThat(readLines(LINE + "\r\n" + LINE + end).readings()).containsExactly(READING, READING);
    }

    @Test
    void skipsAByteOrderMarkOnlyAtTheStart() {
        Outcome outcome = readLines("\uFEFF" + LINE + "\n\uFEFF" + LINE);

        assertThat(outcome.readings()).containsExactly(READING);
        assertThat(outcome.reasons()).containsExactly("json");
    }

    @Test
    void skipsOnlyOneByteOrderMarkEvenIfTheFirstBlockIsFull() throws Exception {
        byte[] bytes = utf8("\uFEFF\uFEFF" + LINE);
        ReadingBlock block = new ReadingBlock(new CollarDictionary(), 1);
        block.add(0, 0, 0, 0);
        List<Reject> rejects = new ArrayList<>();
        try (RawFileReader reader = new RawFileReader(
                RawFile.DELIVERY_DAY,
                "a.json",
                1,
                new ByteArrayInputStream(bytes),
                RawRules.DEFAULTS,
                ForgottenNames.NONE)) {
            assertThat(reader.read(block, rejects)).isTrue();
            block.clear();
            assertThat(reader.read(block, rejects)).isFalse();
        }
        assertThat(rejects).extracting(Reject::reason).containsExactly(RejectReason.JSON);
    }

    @Test
    void countsBlankLinesInLineNumbersButNotAsLines() {
        Outcome outcome = readLines("\n \t\r\n\r\n" + LINE + "\nx\n \t");

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(4, 1, 1, 0, false));
        assertThat(outcome.rejects().get(0).line()).isEqualTo(5);
        assertThat(outcome.rejects().get(0).content()).isEqualTo("x");
    }

    @Test
    void readsNothingFromAnEmptyFile() {
        assertThat(readLines("").counts()).isEqualTo(new RawFileCounts(0, 0, 0, 0, false));
        assertThat(readLines("\uFEFF").counts()).isEqualTo(new RawFileCounts(0, 0, 0, 0, false));
    }

    @ParameterizedTest
    @CsvSource({"65536,0", "65537,1"})
    void doesNotCountTheLineFeedTowardsTheLimitOfALine(int bytes, int rejects) {
        String line = LINE + " ".repeat(bytes - LINE.length());

        assertThat(readLines(line + "\n" + LINE).rejects()).hasSize(rejects);
        assertThat(readLines(LINE + "\n" + line).rejects()).hasSize(rejects);
        assertThat(readLines(line.substring(1) + "\r\n" + LINE).rejects()).hasSize(1);
        assertThat(readLines("\uFEFF" + line + "\n" + LINE).rejects()).hasSize(rejects);
    }

    @Test
    void keepsTheFirstFourKibibytesOfARejectedLineWithoutCuttingACharacter() {
        String line = "x".repeat(4_094) + "ä€" + "y".repeat(70_000);

        Reject reject = readLines(LINE + "\n" + line + "\n" + LINE).rejects().get(0);

        assertThat(reject.reason()).isEqualTo(RejectReason.SIZE);
        assertThat(reject.content()).isEqualTo("x".repeat(4_094) + "ä");
    }

    @Test
    void treatsALongLineOfSpacesAsBlank() {
        Outcome outcome = readLines(" ".repeat(1_000_000) + "\n" + LINE + "\n" + " ".repeat(1_000_000));

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(2, 1, 0, 0, false));
    }

    @Test
    void keepsNulsAndReplacesInvalidUtf8() {
        byte[] bytes = RawFile.join(utf8("a\0b"), new byte[] {(byte) 0xC0, (byte) 0x80}, utf8("\r\n\0\0\0\n"));

        Outcome outcome = RawFile.read("a.json", bytes);

        assertThat(outcome.reasons()).containsExactly("encoding", "json");
        assertThat(outcome.rejects().get(0).content()).isEqualTo("a\0b\uFFFD\uFFFD");
        assertThat(outcome.rejects().get(1).content()).isEqualTo("\0\0\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C080", "EDA080", "F4908080", "FF", "80", "E282", "C3", "F5808080", "E08080", "F0808080"})
    void rejectsBytesThatAreNotUtf8(String hex) {
        byte[] broken = HexFormat.of().parseHex(hex);
        byte[] line = RawFile.join(utf8("{\"x\":\""), broken, utf8("\"," + LINE.substring(1)));

        assertThat(RawFile.read("a.json", line).reasons()).containsExactly("encoding");
        assertThat(RawFile.read("a.json", RawFile.join(utf8(LINE), broken)).reasons())
                .containsExactly("encoding");
    }

    @Test
    void checksDepthBeforeJson() {
        assertThat(readLines("[".repeat(65)).reasons()).containsExactly("depth");
        assertThat(readLines("[".repeat(64)).reasons()).containsExactly("json");
        assertThat(readLines("{\"x\":" + "[".repeat(63) + "]".repeat(63) + "," + LINE.substring(1))
                        .readings())
                .containsExactly(READING);
        assertThat(readLines("{\"x\":" + "[".repeat(64) + "]".repeat(64) + "," + LINE.substring(1))
                        .reasons())
                .containsExactly("depth");
        assertThat(readLines("{\"x\":\"\\\"" + "[".repeat(99) + "\"," + LINE.substring(1))
                        .readings())
                .containsExactly(READING);
    }

    @Test
    void reportsTheFirstReason() {
        assertThat(readLines("[".repeat(100_000)).reasons()).containsExactly("size");
        assertThat(readLines("[".repeat(60_000)).reasons()).containsExactly("depth");
        assertThat(readLines("{}").reasons()).containsExactly("collar_id");
        assertThat(readLines("{\"collar_id\":\"c\"}").reasons()).containsExactly("timestamp");
        String bad = LINE.replace("c1", "_").replace("64.5", "1");
        assertThat(readLines(bad).reasons()).containsExactly("collar_id");
        assertThat(readLines(bad.replace("_", "c")).reasons()).isNotEmpty();
    }

    @Test
    void countsEveryLineOfRandomBytes() {
        Random random = new Random(20261120);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(20_000)];
            random.nextBytes(bytes);
            byte[] line = utf8(LINE + "\n");
            for (int at = 0; at < bytes.length; at++) {
                int kind = random.nextInt(40);
                if (kind == 0) {
                    bytes[at] = '\n';
                } else if (kind == 1 && at + line.length < bytes.length) {
                    System.arraycopy(line, 0, bytes, at, line.length);
                    at += line.length - 1;
                }
            }
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            long lines = RecordText.of(text).stream()
                    .filter(record -> !record.isBlank())
                    .count();
            long blank = Arrays.stream(text.split("\n", -1))
                    .filter(any -> any.matches("[ \t\r]*"))
                    .count();
            boolean endsWithLineFeed = bytes.length == 0 || bytes[bytes.length - 1] == '\n';
            Outcome outcome = RawFile.read("a.json", bytes);
            RawFileCounts counts = outcome.counts();
            assertThat(counts.lines()).isEqualTo(lines).isEqualTo(counts.readings() + counts.rejects());
            assertThat(counts.readings()).isEqualTo(outcome.readings().size());
            assertThat(counts.rejects()).isEqualTo(outcome.rejects().size());
            assertThat(counts.blankLines()).isEqualTo(endsWithLineFeed ? blank - 1 : blank);
        }
    }
}
