package io.petty.parquet.encoding;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** Decodes a column that has one value or null per row. */
public abstract sealed class FlatPageDecoder extends PageDecoder permits NumberPageDecoder, TextPageDecoder {
    /** The number of rows that are skipped at once if there are no levels to read. */
    private static final int SKIPPED = 64;

    private final boolean isOptional;
    /** A buffer for levels, and for the ids of skipped values. */
    private final long[] levels;

    private @Nullable RunLengthDecoder pageLevels;
    private @Nullable RunLengthDecoder pageIds;

    /** @param batchRows maximum number of rows that are read at once */
    FlatPageDecoder(ColumnDescriptor column, int batchRows) {
        this.isOptional = column.getMaxDefinitionLevel() > 0;
        this.levels = new long[isOptional ? batchRows : Math.min(SKIPPED, batchRows)];
    }

    /** Starts a page whose values are encoded without a dictionary. */
    abstract void startValues(Encoding encoding, PageCursor page);

    /** Reads the next {@code count} values of the page into the rows from {@code at}. */
    abstract void values(int at, int count);

    /** Skips the next {@code count} values of the page. */
    abstract void skipValues(int count);

    /** Reads the values of the next {@code count} ids into the rows from {@code at}. */
    abstract void values(RunLengthDecoder ids, int at, int count);

    /**
     * Spreads the {@code count} values that start at row {@code at} over the {@code rows} rows that start there, and
     * leaves out the null rows.
     */
    abstract void spread(boolean[] nulls, int at, int rows, int count);

    @Override
    public final void start(int valueCount, Encoding levelEncoding, Encoding encoding, PageCursor page) {
        pageLevels = isOptional ? levels(page, levelEncoding, 1) : null;
        if (encoding.usesDictionary()) {
            pageIds = ids(page);
        } else {
            pageIds = null;
            startValues(encoding, page);
        }
    }

    @Override
    public final void read(boolean[] nulls, int at, int rows) {
        int count = pageLevels == null ? rows : readLevels(pageLevels, nulls, at, rows);
        if (pageIds == null) {
            values(at, count);
        } else {
            values(pageIds, at, count);
        }
        if (count < rows) {
            spread(nulls, at, rows, count);
        }
    }

    /** Reads which rows are null, and returns the number of the others. */
    private int readLevels(RunLengthDecoder decoder, boolean[] nulls, int at, int rows) {
        decoder.read(levels, 0, rows);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            boolean isNull = levels[i] == 0;
            nulls[at + i] = isNull;
            if (!isNull) {
                count++;
            }
        }
        return count;
    }

    @Override
    public final void skip(int rows) {
        for (int left = rows; left > 0; left -= levels.length) {
            int step = Math.min(left, levels.length);
            int count = step;
            if (pageLevels != null) {
                pageLevels.read(levels, 0, step);
                count = 0;
                for (int i = 0; i < step; i++) {
                    count += levels[i] == 0 ? 0 : 1;
                }
            }
            if (pageIds == null) {
                skipValues(count);
            } else {
                pageIds.read(levels, 0, count);
            }
        }
    }

    @Override
    public final void fill(@Nullable PageDictionary value, boolean[] nulls, int at, int rows) {
        if (isOptional) {
            Arrays.fill(nulls, at, at + rows, value == null);
        }
        if (value != null) {
            fill(value, at, rows);
        }
    }

    abstract void fill(PageDictionary value, int at, int rows);
}
