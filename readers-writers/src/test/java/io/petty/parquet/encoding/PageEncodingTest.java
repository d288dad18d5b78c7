package io.petty.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares Petty's page encoders and decoders with Parquet's own. */
class PageEncodingTest {
    private static final int BUFFER = 1 << 20;

    static IntStream idWidths() {
        return IntStream.rangeClosed(0, 32);
    }

    @ParameterizedTest
    @MethodSource("idWidths")
    void encodesAndDecodesRunsLikeParquet(int width) throws IOException {
        SplittableRandom random = new SplittableRandom(width);
        for (int count : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 503, 504, 505, 8_192}) {
            long[] values = runs(random, count, width);

            PageBuffer ours = new PageBuffer();
            RunLengthEncoder.encode(values, count, width, ours);
            RunLengthBitPackingHybridDecoder theirDecoder =
                    new RunLengthBitPackingHybridDecoder(width, new ByteArrayInputStream(ours.bytes, 0, ours.size));
            for (int i = 0; i < count; i++) {
                assertThat(Integer.toUnsignedLong(theirDecoder.readInt())).isEqualTo(values[i]);
            }
            assertThat(decodeRuns(cursor(ours), width, count, random)).isEqualTo(values);

            try (RunLengthBitPackingHybridEncoder theirEncoder =
                    new RunLengthBitPackingHybridEncoder(width, 64, BUFFER, HeapByteBufferAllocator.getInstance())) {
                for (long value : values) {
                    theirEncoder.writeInt((int) value);
                }
                byte[] theirs = bytes(theirEncoder.toBytes());
                assertThat(decodeRuns(new PageCursor(ByteBuffer.wrap(theirs)), width, count, random))
                        .isEqualTo(values);
            }
        }
    }

    /** Returns stretches of 1 to 20 equal or random values. Many of them are about as long as a group of 8 values. */
    private static long[] runs(SplittableRandom random, int count, int width) {
        long bound = 1L << width;
        long[] values = new long[count];
        for (int at = 0; at < count; ) {
            int run = random.nextInt(3) == 0 ? random.nextInt(6, 11) : random.nextInt(1, 21);
            boolean isSame = random.nextBoolean();
            long value = random.nextInt(10) == 0 ? bound - 1 : random.nextLong(bound);
            for (int end = Math.min(count, at + run); at < end; at++) {
                values[at] = isSame ? value : random.nextLong(bound);
            }
        }
        return values;
    }

    private static long[] decodeRuns(PageCursor page, int width, int count, SplittableRandom random) {
        RunLengthDecoder decoder = new RunLengthDecoder(page, width);
        long[] values = new long[count];
        for (int at = 0; at < count; ) {
            int taken = Math.min(count - at, random.nextInt(1, 30));
            decoder.read(values, at, taken);
            at += taken;
        }
        return values;
    }

    static IntStream deltaWidths() {
        return IntStream.rangeClosed(0, 64);
    }

    @ParameterizedTest
    @MethodSource("deltaWidths")
    void encodesAndDecodesDeltasLikeParquet(int width) throws IOException {
        SplittableRandom random = new SplittableRandom(width);
        for (int count : new int[] {0, 1, 2, 31, 32, 33, 34, 127, 128, 129, 130, 257, 8_192}) {
            long[] values = new long[count];
            long value = random.nextLong();
            for (int i = 0; i < count; i++) {
                value += width == 0 ? 30_000 : random.nextLong() >> (Long.SIZE - width);
                values[i] = random.nextInt(500) == 0 ? (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE) : value;
            }

            PageBuffer ours = new PageBuffer();
            new DeltaEncoder().encode(values, count, ours);
            if (count > 0) {
                DeltaBinaryPackingValuesReader theirDecoder = new DeltaBinaryPackingValuesReader();
                theirDecoder.initFromPage(
                        count, ByteBufferInputStream.wrap(ByteBuffer.wrap(Arrays.copyOf(ours.bytes, ours.size))));
                for (int i = 0; i < count; i++) {
                    assertThat(theirDecoder.readLong()).isEqualTo(values[i]);
                }
            }
            assertThat(decodeDeltas(cursor(ours), count, random)).isEqualTo(values);

            try (DeltaBinaryPackingValuesWriterForLong theirEncoder =
                    new DeltaBinaryPackingValuesWriterForLong(64, BUFFER, HeapByteBufferAllocator.getInstance())) {
                for (long each : values) {
                    theirEncoder.writeLong(each);
                }
                byte[] theirs = bytes(theirEncoder.getBytes());
                assertThat(decodeDeltas(new PageCursor(ByteBuffer.wrap(theirs)), count, random))
                        .isEqualTo(values);
            }
        }
    }

    private static long[] decodeDeltas(PageCursor page, int count, SplittableRandom random) {
        DeltaDecoder decoder = new DeltaDecoder(page);
        long[] values = new long[count];
        for (int at = 0; at < count; ) {
            int taken = Math.min(count - at, random.nextInt(1, 100));
            decoder.read(values, at, taken);
            at += taken;
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void throwsOnlyDecodingExceptionsForDamagedPages(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PageBuffer runs = new PageBuffer();
        RunLengthEncoder.encode(runs(random, 300, 13), 300, 13, runs);
        PageBuffer deltas = new PageBuffer();
        new DeltaEncoder().encode(runs(random, 300, 40), 300, deltas);
        for (int i = 0; i < 5_000; i++) {
            decodesOrRefuses(() -> decodeRuns(damaged(runs, random), 13, 300, random));
            decodesOrRefuses(() -> decodeDeltas(damaged(deltas, random), 300, random));
        }
    }

    private static void decodesOrRefuses(Runnable decoding) {
        try {
            decoding.run();
        } catch (ParquetDecodingException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static PageCursor damaged(PageBuffer page, SplittableRandom random) {
        byte[] bytes = Arrays.copyOf(page.bytes, random.nextInt(3) == 0 ? random.nextInt(page.size) : page.size);
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextBoolean() ? random.nextInt(Math.min(bytes.length, 12)) : random.nextInt(bytes.length);
            bytes[at] = (byte) random.nextInt();
        }
        return new PageCursor(ByteBuffer.wrap(bytes));
    }

    @Test
    void refusesDeltaBlocksThatNoWriterProduces() {
        PageBuffer page = new PageBuffer();
        page.putVarint(1L << 40);
        page.putVarint(1);
        page.putVarint(1_000);
        page.putZigzag(0);

        assertThatThrownBy(() -> new DeltaDecoder(cursor(page))).isInstanceOf(ParquetDecodingException.class);
    }

    private static PageCursor cursor(PageBuffer page) {
        return new PageCursor(ByteBuffer.wrap(page.bytes, 0, page.size));
    }

    private static byte[] bytes(org.apache.parquet.bytes.BytesInput input) throws IOException {
        ByteBuffer buffer = ZstdPages.heapBuffer(input);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
