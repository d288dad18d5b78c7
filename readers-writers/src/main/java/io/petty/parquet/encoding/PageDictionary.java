package io.petty.parquet.encoding;

/** The values that the ids in a column chunk's pages refer to. */
public abstract sealed class PageDictionary {
    /** Returns the approximate memory that the dictionary takes. */
    public abstract long heapBytes();

    /** Ints, longs and doubles, each as a long with the same bits. */
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
        /** The memory of the two objects of a short text. */
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
