package io.petty.parquet;

import io.petty.parquet.encoding.BitPacking;
import io.petty.parquet.encoding.PageBuffer;
import io.petty.parquet.encoding.RunLengthEncoder;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Encodes one column of one row group into data pages of version 1. It gathers the values of a page in an array and
 * encodes them when the page ends, in loops over primitives. Parquet's own encoders process one value at a time, which
 * takes three times as long (docs/decisions).
 */
public abstract sealed class ColumnChunkWriter<B> permits NumberChunkWriter, TextChunkWriter {
    final Column.Head head;
    final ColumnDescriptor descriptor;
    private final PageWriter pages;
    private final PageBuffer buffer;
    private final PageLayout layout;
    private final PageBuffer idBuffer = new PageBuffer();
    private final int greatestRepetition;
    private final int greatestDefinition;
    private long[] repetitionLevels = new long[0];
    private long[] definitionLevels = new long[0];
    /** The number of levels in the page so far; only counted if the column has levels. */
    private int levelCount;

    private int nullCount;
    /** Whether the next page is encoded as dictionary ids. */
    private boolean hasDictionary;

    /** Whether any page was encoded as dictionary ids. */
    private boolean isDictionaryUsed;

    /**
     * The trial of the dictionary so far: the number of rows, and the bytes of their pages without and with the
     * dictionary.
     */
    private int trialRows;

    private long trialPlainBytes;
    private long trialIdBytes;
    private boolean isTried;

    /**
     * The target of a chunk's pages.
     *
     * @param buffer the file's buffer for the page that is being encoded
     */
    record Target(ColumnDescriptor descriptor, PageWriter pages, PageBuffer buffer, PageLayout layout) {}

    ColumnChunkWriter(Column.Head head, Target target) {
        this.head = head;
        this.descriptor = target.descriptor();
        this.pages = target.pages();
        this.buffer = target.buffer();
        this.layout = target.layout();
        this.greatestRepetition = descriptor.getMaxRepetitionLevel();
        this.greatestDefinition = descriptor.getMaxDefinitionLevel();
        this.hasDictionary = head.spread() == Column.Spread.REPEATING;
    }

    static <B> ColumnChunkWriter<B> of(Column<B> column, Target target) {
        if (column instanceof Column.Whole<B> whole) {
            return new NumberChunkWriter.Wholes<>(whole, target);
        } else if (column instanceof Column.Real<B> real) {
            return new NumberChunkWriter.Reals<>(real, target);
        } else if (column instanceof Column.Text<B> text) {
            return new TextChunkWriter.Single<>(text, target);
        } else {
            return new TextChunkWriter.Listed<>((Column.Texts<B>) column, target);
        }
    }

    /** Appends rows {@code from} to {@code to} (exclusive) of the block. */
    abstract void append(B block, int from, int to);

    /** Returns the bytes that the values of the page so far would take without a dictionary. */
    abstract long plainBytes();

    /** Returns the number of values of the page so far, without nulls. */
    abstract int valueCount();

    /** Returns the ids of the page's values, after adding the values to the dictionary. */
    abstract long[] ids();

    abstract int dictionarySize();

    abstract long dictionaryBytes();

    abstract void putDictionary(PageBuffer out);

    /** Encodes the values of the page without a dictionary. */
    abstract Encoding putValues(PageBuffer out);

    /** Adds the least and greatest value of the page to the statistics. */
    abstract void addBounds(Statistics<?> statistics);

    /** Clears the values of the page and their bounds. */
    abstract void clear();

    /** Returns the compressed bytes of the pages so far. */
    final long pagesSize() {
        return pages.getMemSize();
    }

    /** Adds the levels of a row or element. Call it for each one, or for none if the column has no levels. */
    final void addLevels(int repetition, int definition) {
        makeRoomForLevels(1);
        definitionLevels[levelCount] = definition;
        if (greatestRepetition > 0) {
            repetitionLevels[levelCount] = repetition;
        }
        levelCount++;
    }

    /**
     * Adds the levels of rows with these values, where NaN means null. Moves the other values to the front and returns
     * their number.
     */
    final int addLevels(double[] values, int rows) {
        makeRoomForLevels(rows);
        long[] levels = definitionLevels;
        int count = 0;
        for (int i = 0; i < rows; i++) {
            double value = values[i];
            boolean isThere = !Double.isNaN(value);
            levels[levelCount + i] = isThere ? 1 : 0;
            if (isThere) {
                values[count++] = value;
            }
        }
        levelCount += rows;
        nullCount += rows - count;
        return count;
    }

    private void makeRoomForLevels(int more) {
        if (levelCount + more > definitionLevels.length) {
            int length = Math.max(1024, 2 * (levelCount + more));
            definitionLevels = Arrays.copyOf(definitionLevels, length);
            repetitionLevels = Arrays.copyOf(repetitionLevels, greatestRepetition == 0 ? 0 : length);
        }
    }

    final void addNull() {
        if (greatestDefinition == 0) {
            throw new IllegalArgumentException("Column %s has no value".formatted(head.name()));
        }
        addLevels(0, 0);
        nullCount++;
    }

    final void endPage(int rows) throws IOException {
        Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
        statistics.incrementNumNulls(nullCount);
        addBounds(statistics);
        buffer.clear();
        putLevels(repetitionLevels, greatestRepetition);
        putLevels(definitionLevels, greatestDefinition);
        Encoding encoding = putIds(rows) ? Encoding.RLE_DICTIONARY : putValues(buffer);
        pages.writePage(
                buffer.toBytesInput(),
                greatestDefinition == 0 ? valueCount() : levelCount,
                rows,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
        clear();
        levelCount = 0;
        nullCount = 0;
    }

    private void putLevels(long[] levels, int greatest) {
        if (greatest == 0) {
            return;
        }
        int start = buffer.size;
        buffer.putInt(0);
        RunLengthEncoder.encode(levels, levelCount, BitPacking.width(greatest), buffer);
        PageBuffer.INT.set(buffer.bytes, start, buffer.size - start - Integer.BYTES);
    }

    /**
     * Encodes the page as ids, unless the first pages are no smaller with the dictionary or the dictionary has become
     * too large. A page of nulls has no ids. Returns whether the page was encoded as ids.
     */
    private boolean putIds(int rows) {
        if (!hasDictionary || valueCount() == 0) {
            return false;
        }
        long[] ids = ids();
        idBuffer.clear();
        int width = BitPacking.width(Math.max(0, dictionarySize() - 1));
        idBuffer.putByte(width);
        RunLengthEncoder.encode(ids, valueCount(), width, idBuffer);
        hasDictionary = isTried ? dictionaryBytes() <= layout.dictionaryBytes() : isWorthIt(rows);
        if (hasDictionary) {
            isDictionaryUsed = true;
            buffer.putBytes(idBuffer.bytes, idBuffer.size);
        }
        return hasDictionary;
    }

    private boolean isWorthIt(int rows) {
        trialRows += rows;
        trialPlainBytes += plainBytes();
        trialIdBytes += idBuffer.size;
        isTried = trialRows >= layout.trialRows();
        return !isTried || dictionaryBytes() + trialIdBytes < trialPlainBytes;
    }

    /** Ends the chunk after its last page. */
    final void end() throws IOException {
        // Earlier pages may have been encoded as ids before the dictionary was abandoned.
        if (isDictionaryUsed) {
            buffer.clear();
            putDictionary(buffer);
            pages.writeDictionaryPage(new DictionaryPage(buffer.toBytesInput(), dictionarySize(), Encoding.PLAIN));
        }
    }
}
