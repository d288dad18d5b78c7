package io.petty.parquet.encoding;

/** The values that the ids of a column chunk's pages stand for. */
public abstract sealed class PageDictionary {
    /** How much memory it takes, about. */
    public abstract long heapBytes();

    /** Ints, longs and doubles, as the long of the same bits. */
    public static final class Numbers extends PageDictionary {
        final long[] values;

        public Numbers(long... values) {
            this.values = values;
        }

        @Override
        public long heapBytes() {
            return (long) values.length * Long.BYTES;
        }
    }

    public static final class Texts extends PageDictionary {
        /** Of a short text's two objects. */
        private static final int TEXT_BYTES = 56;

        final String[] values;

        public Texts(String... values) {
            this.values = values;
        }

        @Override
        public long heapBytes() {
            long bytes = 0;
            for (String value : values) {
                bytes += TEXT_BYTES + value.length();
            }
            return bytes;
        }
    }
}
