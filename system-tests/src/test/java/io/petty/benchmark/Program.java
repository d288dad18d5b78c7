package io.petty.benchmark;

/** What is measured, in the order of a round. */
enum Program {
    ZCAT("zcat", "the floor: all files decompressed to nowhere"),
    DUCKDB_PARQUET("DuckDB, JSON to Parquet", "the files' lines as they are, in one Parquet file"),
    DUCKDB("DuckDB, whole spec", "clean readings and timelines by SQL, as Parquet files"),
    DUCKDB_LIMITED("DuckDB, memory_limit 1GB", "the same, told to be content with 1 GB"),
    RUN("petty run", "a day from raw files to published timelines, in a new home"),
    EMPTY_RUN("petty run, all fresh", "the empty run: the same command once more, which finds nothing to do"),
    RERUN("petty rerun --force", "the day's timelines again, from the readings that are ingested"),
    ONE_READING_RUN(
            "petty run, one reading", "a new home and a day of one reading: all that doesn't grow with the data"),
    STATUS("petty status", "on the home of that day"),
    TIMELINE("petty timeline", "one collar's day drawn"),
    HELP("petty --help", "");

    private final String title;
    private final String explanation;

    Program(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }
}
