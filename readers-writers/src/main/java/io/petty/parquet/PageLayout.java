package io.petty.parquet;

/**
 * How the rows of a row group are divided into pages.
 *
 * @param rows rows after which a page ends; it may extend to the end of its last key
 * @param mostRows maximum rows of a page, even if a key has more
 * @param trialRows rows after which a dictionary is kept only if it has made the pages so far smaller; it is tried for
 *     at least one page
 * @param dictionaryBytes size above which a dictionary is abandoned
 */
record PageLayout(int rows, int mostRows, int trialRows, int dictionaryBytes) {
    /** For tables that are read from front to back. */
    static final PageLayout LARGE = new PageLayout(8_192, 8_192, 0, 1 << 20);

    /**
     * For tables whose rows are looked up by a key. A look-up reads one page per column
     * (docs/decisions/0024-lookups.md). Dictionaries are small, since look-ups keep them in memory.
     */
    static final PageLayout KEYED = new PageLayout(128, 1_024, 1_024, 1 << 15);
}
