package io.petty.parquet;

import io.petty.parquet.encoding.PageBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a column of texts as UTF-8. Neighboring texts are often the same object, which is encoded and compared only
 * once.
 */
abstract sealed class TextChunkWriter<B> extends ColumnChunkWriter<B> {
    private static final int LENGTH_BYTES = Integer.BYTES;

    private byte[][] page = new byte[1024][];
    private int count;
    private long plainBytes;
    private @Nullable String lastText;
    private byte[] lastBytes = new byte[0];
    private byte @Nullable [] least;
    private byte @Nullable [] greatest;

    private final Map<ByteBuffer, Integer> idsByText = new HashMap<>();
    private final List<byte[]> dictionary = new ArrayList<>();
    private long[] ids = new long[0];
    private long dictionaryBytes;

    private TextChunkWriter(Column.Head head, Target target) {
        super(head, target);
    }

    /** Adds a text that occurs {@code times} times in a row. */
    @SuppressWarnings("ReferenceEquality")
    final void add(String text, int times) {
        if (text != lastText) {
            lastText = text;
            lastBytes = text.getBytes(StandardCharsets.UTF_8);
            if (least == null || Arrays.compareUnsigned(lastBytes, least) < 0) {
                least = lastBytes;
            }
            if (greatest == null || Arrays.compareUnsigned(lastBytes, greatest) > 0) {
                greatest = lastBytes;
            }
        }
        if (count + times > page.length) {
            page = Arrays.copyOf(page, Math.max(count + times, 2 * count));
        }
        Arrays.fill(page, count, count + times, lastBytes);
        count += times;
        plainBytes += (long) times * (LENGTH_BYTES + lastBytes.length);
    }

    @Override
    final long plainBytes() {
        return plainBytes;
    }

    @Override
    final int valueCount() {
        return count;
    }

    @Override
    final long[] ids() {
        if (ids.length < count) {
            ids = new long[page.length];
        }
        byte[] last = null;
        int id = 0;
        for (int i = 0; i < count; i++) {
            if (page[i] != last) {
                last = page[i];
                id = id(last);
            }
            ids[i] = id;
        }
        return ids;
    }

    private int id(byte[] text) {
        ByteBuffer key = ByteBuffer.wrap(text);
        Integer known = idsByText.get(key);
        if (known != null) {
            return known;
        }
        int id = dictionary.size();
        idsByText.put(key, id);
        dictionary.add(text);
        dictionaryBytes += LENGTH_BYTES + text.length;
        return id;
    }

    @Override
    final int dictionarySize() {
        return dictionary.size();
    }

    @Override
    final long dictionaryBytes() {
        return dictionaryBytes;
    }

    @Override
    final void putDictionary(PageBuffer out) {
        dictionary.forEach(text -> putPlain(text, out));
    }

    @Override
    final Encoding putValues(PageBuffer out) {
        for (int i = 0; i < count; i++) {
            putPlain(page[i], out);
        }
        return Encoding.PLAIN;
    }

    private static void putPlain(byte[] text, PageBuffer out) {
        out.putInt(text.length);
        out.putBytes(text, text.length);
    }

    @Override
    final void addBounds(Statistics<?> statistics) {
        if (least != null) {
            statistics.updateStats(Binary.fromConstantByteArray(least));
            statistics.updateStats(Binary.fromConstantByteArray(Objects.requireNonNull(greatest)));
        }
    }

    @Override
    final void clear() {
        Arrays.fill(page, 0, count, null);
        count = 0;
        plainBytes = 0;
        lastText = null;
        least = null;
        greatest = null;
    }

    static final class Single<B> extends TextChunkWriter<B> {
        private final Column.Text<B> column;

        Single(Column.Text<B> column, Target target) {
            super(column.head(), target);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) {
            int step = column.sameInBlock() ? to - from : 1;
            for (int row = from; row < to; row += step) {
                String text = column.value().value(block, row);
                if (text == null) {
                    addNull();
                } else {
                    if (head.optional()) {
                        addLevels(0, 1);
                    }
                    add(text, step);
                }
            }
        }
    }

    static final class Listed<B> extends TextChunkWriter<B> {
        private final Column.Texts<B> column;

        Listed(Column.Texts<B> column, Target target) {
            super(column.head(), target);
            this.column = column;
        }

        @Override
        void append(B block, int from, int to) {
            for (int row = from; row < to; row++) {
                List<String> texts = column.value().value(block, row);
                if (texts.isEmpty()) {
                    addNull();
                }
                for (int i = 0; i < texts.size(); i++) {
                    addLevels(i == 0 ? 0 : 1, 1);
                    add(texts.get(i), 1);
                }
            }
        }
    }
}
