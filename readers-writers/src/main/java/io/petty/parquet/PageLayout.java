package io.petty.parquet;

/**
 * How the rows of a row group are cut into pages.
 *
 * @param rows after which a page ends, or goes on to the end of its last key
 * @param mostRows of a page, however many a key has
 * @param trialRows after which a column's dictionary must have been worth its while; a page at least
 * @param dictionaryBytes a dictionary that has grown beyond is given up
 */
record PageLayout(int rows, int mostRows, int trialRows, int dictionaryBytes) {
    /** Of tables that are read from front to back. */
    static final PageLayout LARGE = new PageLayout(8_192, 8_192, 0, 1 << 20);

    /**
     * Of tables whose rows are looked up by a key, a page a column (docs/decisions/0024-lookups.md). Look-ups keep
     * dictionaries in memory, so that they are small too.
     */
    static final PageLayout KEYED = new PageLayout(128, 1_024, 1_024, 1 << 15);
}
