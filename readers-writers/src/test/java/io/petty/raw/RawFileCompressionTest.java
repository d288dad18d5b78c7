package io.petty.raw;

import static io.petty.raw.RawFile.LINE;
import static io.petty.raw.RawFile.gzip;
import static io.petty.raw.RawFile.join;
import static io.petty.raw.RawFile.read;
import static io.petty.raw.RawFile.utf8;
import static io.petty.raw.RawFile.zstd;
import static io.petty.raw.RawFile.zstdWithChecksum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.raw.RawFile.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawFileCompressionTest {
    private static final byte[] TWO_LINES = utf8(LINE + "\n" + LINE + "\n");

    @Test
    void readsSeveralMembersAndFrames() {
        byte[] half = Arrays.copyOf(TWO_LINES, LINE.length() / 2);
        byte[] rest = Arrays.copyOfRange(TWO_LINES, half.length, TWO_LINES.length);

        assertThat(read("a.json.gz", join(gzip(half), gzip(new byte[0]), gzip(rest), gzip(TWO_LINES)))
                        .counts())
                .isEqualTo(new RawFileCounts(0, 4, 0, 0, false));
        assertThat(read("a.json.zst", join(zstd(half), zstd(new byte[0]), zstdWithChecksum(rest), zstd(TWO_LINES)))
                        .counts())
                .isEqualTo(new RawFileCounts(0, 4, 0, 0, false));
    }

    @Test
    void readsAllMembersOfAStreamThatReportsNoAvailableBytes() {
        byte[] bytes = join(gzip(TWO_LINES), gzip(TWO_LINES));

        assertThat(read("a.json.gz", dripping(bytes), bytes.length, RawRules.DEFAULTS)
                        .readings())
                .hasSize(4);
    }

    /** Returns a stream that reads one byte per call and never reports available bytes. */
    private static InputStream dripping(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz", "a.json.zst", "a"})
    void readsNothingFromAnEmptyFileOfAnyName(String key) {
        Outcome outcome = read(key, new byte[0]);

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 0, 0, 0, false));
        assertThat(outcome.rejects()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz", "a.json.zst", "part-0", "part-0.gz", "A.NDJSON.ZST"})
    void detectsTheCompressionByContentNotByName(String key) {
        byte[] empty = {};
        for (byte[] content : new byte[][] {TWO_LINES, gzip(TWO_LINES), zstd(TWO_LINES)}) {
            assertThat(read(key, content).counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, false));
        }
        assertThat(read(key, gzip(empty)).counts()).isEqualTo(new RawFileCounts(0, 0, 0, 0, false));
        assertThat(read(key, zstd(empty)).counts()).isEqualTo(new RawFileCounts(0, 0, 0, 0, false));
    }

    @Test
    void treatsAnIncompleteMagicNumberAsText() {
        assertThat(read("a.gz", new byte[] {0x1F}).reasons()).containsExactly("json");
        assertThat(read("a.zst", Arrays.copyOf(zstd(TWO_LINES), 3)).reasons()).containsExactly("encoding");
    }

    @Test
    void readsGzipMembersAndZstdFramesInAnyOrder() {
        byte[] half = Arrays.copyOf(TWO_LINES, LINE.length() / 2);
        byte[] rest = Arrays.copyOfRange(TWO_LINES, half.length, TWO_LINES.length);

        for (byte[] bytes : new byte[][] {
            join(gzip(half), zstd(rest), gzip(TWO_LINES), zstd(TWO_LINES)),
            join(zstdWithChecksum(half), gzip(rest), zstd(TWO_LINES), zstd(TWO_LINES)),
        }) {
            assertThat(read("a.json", bytes).counts()).isEqualTo(new RawFileCounts(0, 6, 0, 0, false));
            assertThat(read("a.json", dripping(bytes), bytes.length, RawRules.DEFAULTS)
                            .counts())
                    .isEqualTo(new RawFileCounts(0, 6, 0, 0, false));
        }
    }

    @Test
    void skipsAByteOrderMarkAtTheStartOfEachMember() {
        byte[] mark = utf8("\uFEFF");
        byte[] half = join(mark, utf8(LINE.substring(0, 40)));
        byte[] rest = join(mark, utf8(LINE.substring(40) + "\n"));
        byte[] whole = join(mark, TWO_LINES);
        byte[] two = join(mark, mark, utf8(LINE));

        for (byte[] bytes : new byte[][] {
            join(gzip(half), gzip(rest), gzip(mark), gzip(whole)), join(zstd(half), zstd(rest), zstd(mark), gzip(whole))
        }) {
            assertThat(read("a.gz", bytes).counts()).isEqualTo(new RawFileCounts(0, 3, 0, 0, false));
            assertThat(read("a.gz", dripping(bytes), bytes.length, RawRules.DEFAULTS)
                            .counts())
                    .isEqualTo(new RawFileCounts(0, 3, 0, 0, false));
        }
        assertThat(read("a", dripping(whole), whole.length, RawRules.DEFAULTS).readings())
                .hasSize(2);
        assertThat(read("a.gz", join(gzip(TWO_LINES), gzip(two))).reasons()).containsExactly("json");
        assertThat(read("a.gz", join(gzip(Arrays.copyOf(mark, 2)), gzip(TWO_LINES)))
                        .reasons())
                .containsExactly("encoding");
    }

    @Test
    void returnsEveryWholeLineOfATruncatedGzip() throws IOException {
        byte[] lines = noisyLines(400);
        byte[] compressed = gzip(lines);
        for (int length = 2; length < compressed.length; length += length < 40 ? 1 : 97) {
            byte[] cut = Arrays.copyOf(compressed, length);
            Outcome outcome = read("a.json.gz", cut);
            assertThat(outcome.reasons()).containsExactly("file");
            assertThat(outcome.counts().lines()).isEqualTo(wholeLines(cut));
        }
        for (int length = compressed.length - 8; length < compressed.length; length++) {
            Outcome outcome = read("a.json.gz", Arrays.copyOf(compressed, length));
            assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 400, 0, 0, true));
        }
    }

    /** Returns the number of whole lines that the JDK's own stream returns byte by byte before it fails. */
    private static long wholeLines(byte[] compressed) {
        long lines = 0;
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            int value = gzip.read();
            while (value >= 0) {
                lines += value == '\n' ? 1 : 0;
                value = gzip.read();
            }
        } catch (IOException e) {
            return lines;
        }
        return lines;
    }

    @Test
    void returnsTheLinesBeforeCorruptGzipData() {
        byte[] compressed = gzip(noisyLines(2_000));
        Arrays.fill(compressed, compressed.length / 2, compressed.length / 2 + 2_000, (byte) 0xFF);

        Outcome outcome = read("a.json.gz", compressed);

        assertThat(outcome.counts().broken()).isTrue();
        assertThat(outcome.counts().readings()).isBetween(900L, 1_100L);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-5"})
    void detectsAWrongChecksumOrLengthAfterTheLastLine(int offset) {
        byte[] compressed = gzip(TWO_LINES);
        compressed[compressed.length + offset] ^= 1;

        assertThat(read("a.json.gz", compressed).counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 512, 200_000})
    void skipsZeroBytesAfterTheLastMember(int zeros) {
        for (byte[] member : new byte[][] {gzip(TWO_LINES), zstd(TWO_LINES), zstdWithChecksum(TWO_LINES)}) {
            assertThat(read("a.json.gz", join(member, new byte[zeros])).counts())
                    .isEqualTo(new RawFileCounts(0, 2, 0, 0, false));
        }
    }

    @Test
    void reportsOtherBytesAfterTheLastMember() {
        byte[] half = Arrays.copyOf(gzip(TWO_LINES), 1);
        for (byte[] member : new byte[][] {gzip(TWO_LINES), zstd(TWO_LINES)}) {
            for (byte[] other : new byte[][] {
                utf8("x"), utf8("garbage"), TWO_LINES, half, join(new byte[512], utf8("x")), join(new byte[1], member)
            }) {
                Outcome outcome = read("a.json.gz", join(member, other));
                assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
                assertThat(outcome.rejects().get(0).line()).isNull();
            }
        }
    }

    @Test
    void dropsATruncatedRecordEvenIfItLooksComplete() {
        for (String end : new String[] {"", "  ", "\r", " {", "{"}) {
            byte[] content = utf8(LINE + "\n" + LINE + LINE + end);
            byte[] broken = Arrays.copyOf(gzip(content), gzip(content).length - 8);

            assertThat(read("a.gz", gzip(content)).counts().readings()).isEqualTo(3);
            assertThat(read("a.gz", broken).counts())
                    .isEqualTo(new RawFileCounts(0, end.endsWith("{") ? 3 : 2, 0, 0, true));
        }
    }

    @Test
    void readsTheWholeRecordsOfATruncatedUpload() throws IOException {
        try (InputStream upload =
                RawFileCompressionTest.class.getResourceAsStream("truncated-gzip/dt=2026-11-20/a.ndjson.gz")) {
            Outcome outcome = read("dt=2026-11-20/a.ndjson.gz", upload.readAllBytes());

            assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 109, 0, 0, true));
            assertThat(outcome.reasons()).containsExactly("file");
        }
    }

    @Test
    void readsAGzipHeaderWithAllItsFields() {
        byte[] plain = gzip(TWO_LINES);
        byte[] header = {0x1F, (byte) 0x8B, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 'n', 0, 'c', 0};
        CRC32 checksum = new CRC32();
        checksum.update(header);
        byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >>> 8)};
        byte[] body = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(read("a.json.gz", join(header, sum, body)).counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, false));
        sum[0] ^= 1;
        assertThat(read("a.json.gz", join(header, sum, body)).reasons()).containsExactly("file");
    }

    @Test
    void detectsATruncatedZstdFrame() {
        byte[] compressed = zstdWithChecksum(noisyLines(3_000));
        for (int length = 4; length < compressed.length; length += length < 40 ? 1 : 1_009) {
            Outcome outcome = read("a.json.zst", Arrays.copyOf(compressed, length));
            assertThat(outcome.reasons()).containsExactly("file");
            assertThat(outcome.rejects().get(0).message()).endsWith("bytes: the compressed data is incomplete");
        }
        Outcome outcome = read("a.json.zst", Arrays.copyOf(compressed, compressed.length - 1));
        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 3_000, 0, 0, true));
    }

    @Test
    void returnsAllLinesOfAZstdFrameWithAWrongChecksum() {
        byte[] compressed = zstdWithChecksum(TWO_LINES);
        compressed[compressed.length - 1] ^= 1;

        assertThat(read("a.json.zst", compressed).counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
    }

    @Test
    void skipsSkippableZstdFrames() {
        byte[] skippable = {0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3};

        assertThat(read("a.json.zst", join(skippable, zstd(TWO_LINES), skippable))
                        .counts())
                .isEqualTo(new RawFileCounts(0, 2, 0, 0, false));
        assertThat(read("a.json.zst", join(zstd(TWO_LINES), Arrays.copyOf(skippable, 10)))
                        .reasons())
                .containsExactly("file");
    }

    @ParameterizedTest
    @CsvSource({"27,false", "28,true"})
    void refusesAZstdWindowOverTheLimit(int windowLog, boolean broken) {
        byte[] frame = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) ((windowLog - 10) << 3), 9, 0, 0, '\n'};

        assertThat(read("a.json.zst", frame).counts().broken()).isEqualTo(broken);
    }

    @Test
    void returnsTheWholeLinesUpToTheLimitOnDecompressedBytes() {
        RawRules rules = new RawRules(65_536, 64, 30, 300, List.of(0), true, 30, 25, TWO_LINES.length, 200);
        byte[] fits = gzip(TWO_LINES);
        byte[] passes = gzip(join(TWO_LINES, utf8("\n")));
        byte[] unfinished = gzip(Arrays.copyOf(join(TWO_LINES, TWO_LINES), 2 * TWO_LINES.length - 5));

        assertThat(read("a.json.gz", new ByteArrayInputStream(fits), fits.length, rules)
                        .counts())
                .isEqualTo(new RawFileCounts(0, 2, 0, 0, false));
        for (byte[] over : new byte[][] {passes, unfinished}) {
            assertThat(read("a.json.gz", new ByteArrayInputStream(over), over.length, rules)
                            .counts())
                    .isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
        }
        assertThat(read("a.json", new ByteArrayInputStream(join(TWO_LINES, TWO_LINES)), 9, rules)
                        .counts())
                .isEqualTo(new RawFileCounts(0, 4, 0, 0, false));
    }

    @Test
    void stopsADecompressionBombAtTheRatioLimit() {
        byte[] zeros = zstd(new byte[100 << 20]);
        byte[] bomb = join(zstd(TWO_LINES), zeros, zeros, zeros);

        Outcome outcome = read("a.json.zst", bomb);

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 2, 0, 0, true));
    }

    @Test
    void readsAHundredMegabytesOnOneLineInConstantMemory() {
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) '[');
        InputStream line = new SequenceInputStream(Collections.enumeration(Collections.nCopies(100, chunk).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
        InputStream content = new SequenceInputStream(line, new ByteArrayInputStream(utf8("\n" + LINE)));

        Outcome outcome = read("a.json", content, 100 << 20, RawRules.DEFAULTS);

        assertThat(outcome.counts()).isEqualTo(new RawFileCounts(0, 1, 1, 0, false));
        assertThat(outcome.rejects().get(0).content()).hasSize(4_096);
        assertThat(outcome.reasons()).containsExactly("size");
    }

    @Test
    void rejectsOnlyTheHundredMegabyteLineOfACompressedFile() {
        byte[] zeros = gzip(new byte[25 << 20]);
        byte[] compressed = join(zeros, zeros, zeros, zeros, gzip(utf8("\n" + LINE)));

        assertThat(read("a.json.gz", compressed).reasons()).containsExactly("size");
        byte[] broken = Arrays.copyOf(gzip(new byte[1 << 20]), 500);
        assertThat(read("a.json.gz", broken).reasons()).containsExactly("file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz", "a.json.zst"})
    void propagatesFailuresOfTheStorage(String key) {
        byte[] whole = key.endsWith("gz") ? gzip(noisyLines(100)) : zstd(noisyLines(100));
        InputStream failing = new InputStream() {
            private final InputStream start = new ByteArrayInputStream(whole, 0, whole.length / 2);

            @Override
            public int read() throws IOException {
                int value = start.read();
                if (value < 0) {
                    throw new IOException("connection reset");
                }
                return value;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = start.read(bytes, offset, length);
                if (count < 0) {
                    throw new IOException("connection reset");
                }
                return count;
            }
        };
        assertThatThrownBy(() -> read(key, failing, whole.length, RawRules.DEFAULTS))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("connection reset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dt=2026-11-20/../a.json", "dt=2026-11-20/_SUCCESS", "dt=2026-11-20/a.txt"})
    void refusesKeysOfOtherFiles(String key) {
        assertThatThrownBy(() -> read(key, TWO_LINES)).isInstanceOf(IllegalArgumentException.class);
        assertThat(read("dt=2026-11-20/a..b.json", TWO_LINES).readings()).hasSize(2);
    }

    private static byte[] noisyLines(int count) {
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(RawFile.with("c1", "c" + random.nextInt(1_000_000))
                            .replace("64.5", "" + (30 + random.nextInt(200))))
                    .append('\n');
        }
        return utf8(lines.toString());
    }
}
