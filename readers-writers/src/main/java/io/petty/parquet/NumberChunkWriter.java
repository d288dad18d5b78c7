package io.petty.parquet;

import io.petty.parquet.encoding.DeltaEncoder;
import io.petty.parquet.encoding.NumberDictionary;
import io.petty.parquet.encoding.PageBuffer;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** Encodes a column of whole numbers or doubles. Each value is kept as a long with the same bits. */
abstract sealed class NumberChunkWriter<B> extends ColumnChunkWriter<B> {
    private static final int MICROS_PER_MILLI = 1000;

    /** The values of the page, without nulls. */
    final long[] page;

    int count;
    /** Bounds of the page. Bits are mapped so that their order is the order of the values. */
    long least = Long.MAX_VALUE;

    long greatest = Long.MIN_VALUE;

    final boolean isInt;
    private final boolean isDelta;
    private final NumberDictionary dictionary = new NumberDictionary();
    private final long[] ids;
    private final DeltaEncoder deltas = new DeltaEncoder();

    private NumberChunkWriter(Column.Head head, Target target) {
        super(head, target);
        this.page = new long[target.layout().mostRows()];
        this.ids = new long
                [head.spread() == Column.Spread.REPEATING ? target.layout().mostRows() : 0];
        this.isInt = head.type() == ColumnType.WHOLE || head.type() == ColumnType.DATE;
        this.isDelta = head.spread() == Column.Spread.CLOSE;
    }

    @Override
    final long plainBytes() {
        return (long) count * valueBytes();
    }

    private int valueBytes() {
        return isInt ? Integer.BYTES : Long.BYTES;
    }

    @Override
    final int valueCount() {
        return count;
    }

    @Override
    final long[] ids() {
        dictionary.ids(page, count, ids);
        return ids;
    }

    @Override
    final int dictionarySize() {
        return dictionary.size();
    }

    @Override
    final long dictionaryBytes() {
        return (long) dictionary.size() * valueBytes();
    }

    @Override
    final void putDictionary(PageBuffer out) {
        putPlain(dictionary.values(), dictionary.size(), out);
    }

    @Override
    final Encoding putValues(PageBuffer out) {
        if (isDelta) {
            deltas.encode(page, count, out);
            return Encoding.DELTA_BINARY_PACKED;
        }
        putPlain(page, count, out);
        return Encoding.PLAIN;
    }

    private void putPlain(long[] values, int size, PageBuffer out) {
        out.reserve(size * valueBytes());
        for (int i = 0; i < size; i++) {
            if (isInt) {
                out.putInt((int) values[i]);
            } else {
                out.putLong(values[i]);
            }
        }
    }

    @Override
    final void clear() {
        count = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
    }

    static final class Wholes<B> extends NumberChunkWriter<B> {
        private final Column.Whole<B> column;
        private final long factor;

        Wholes(Column.Whole<B> column, Target target) {
            super(column.head(), target);
            this.column = column;
            this.factor = head.type() == ColumnType.TIME ? MICROS_PER_MILLI : 1;
        }

        @Override
        void append(B block, int from, int to) {
            int start = count;
            if (head.optional()) {
                for (int row = from; row < to; row++) {
                    if (column.isNull().test(block, row)) {
                        addNull();
                    } else {
                        addLevels(0, 1);
                        page[count++] = column.value().value(block, row);
                    }
                }
            } else {
                column.values().values(block, from, to, page, start);
                count += to - from;
            }
            addToBounds(start);
            if (isInt && count > 0) {
                Math.toIntExact(least);
                Math.toIntExact(greatest);
            }
        }

        /**
         * Adds the values from {@code start} on to the bounds. Also converts milliseconds to the microseconds that are
         * stored.
         */
        private void addToBounds(int start) {
            long[] values = page;
            long low = least;
            long high = greatest;
            for (int i = start; i < count; i++) {
                long value = values[i];
                if (factor != 1) {
                    value = Math.multiplyExact(value, factor);
                    values[i] = value;
                }
                if (value < low) {
                    low = value;
                }
                if (value > high) {
                    high = value;
                }
            }
            least = low;
            greatest = high;
        }

        @Override
        void addBounds(Statistics<?> statistics) {
            if (count == 0) {
                return;
            }
            if (isInt) {
                statistics.updateStats((int) least);
                statistics.updateStats((int) greatest);
            } else {
                statistics.updateStats(least);
                statistics.updateStats(greatest);
            }
        }
    }

    static final class Reals<B> extends NumberChunkWriter<B> {
        private final Column.Real<B> column;
        private final double[] taken;

        Reals(Column.Real<B> column, Target target) {
            super(column.head(), target);
            this.column = column;
            this.taken = new double[target.layout().mostRows()];
        }

        @Override
        void append(B block, int from, int to) {
            int rows = to - from;
            column.values().values(block, from, to, taken, 0);
            if (head.optional()) {
                rows = addLevels(taken, rows);
            }
            long[] values = page;
            long low = least;
            long high = greatest;
            for (int i = 0; i < rows; i++) {
                long bits = Double.doubleToRawLongBits(taken[i]);
                values[count + i] = bits;
                long order = ordered(bits);
                if (order < low) {
                    low = order;
                }
                if (order > high) {
                    high = order;
                }
            }
            least = low;
            greatest = high;
            count += rows;
            if (count > 0) {
                head.finite(real(least));
                head.finite(real(greatest));
            }
        }

        /** Maps the bits of a finite double to a long in the same order, by inverting the bits of negative ones. */
        private static long ordered(long bits) {
            return bits ^ ((bits >> (Long.SIZE - 1)) >>> 1);
        }

        private static double real(long ordered) {
            return Double.longBitsToDouble(ordered(ordered));
        }

        @Override
        void addBounds(Statistics<?> statistics) {
            if (count > 0) {
                statistics.updateStats(real(least));
                statistics.updateStats(real(greatest));
            }
        }
    }
}
