package io.petty.table;

/** The values that the ids of a column chunk's pages stand for. */
abstract sealed class PageDictionary {
    /** How much memory it takes, about. */
    abstract long heapBytes();

    /** Ints, longs and doubles, as the long of the same bits. */
    static final class Numbers extends PageDictionary {
        final long[] values;

        Numbers(long... values) {
            this.values = values;
        }

        @Override
        long heapBytes() {
            return (long) values.length * Long.BYTES;
        }
    }

    static final class Texts extends PageDictionary {
        /** Of a short text's two objects. */
        private static final int TEXT_BYTES = 56;

        final String[] values;

        Texts(String... values) {
            this.values = values;
        }

        @Override
        long heapBytes() {
            long bytes = 0;
            for (String value : values) {
                bytes += TEXT_BYTES + value.length();
            }
            return bytes;
        }
    }
}
