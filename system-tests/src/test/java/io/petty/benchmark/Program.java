package io.petty.benchmark;

/** The measured programs, in the order of a round. */
enum Program {
    ZCAT("zcat", "the lower bound: decompresses all files and discards the result"),
    DUCKDB_PARQUET("DuckDB, JSON to Parquet", "converts the lines to one Parquet file, without checks"),
    DUCKDB("DuckDB, whole spec", "computes clean readings and timelines with SQL, as Parquet files"),
    DUCKDB_LIMITED("DuckDB, memory_limit 1GB", "the same with a memory limit of 1 GB"),
    SPARK(
            "Spark, JSON to readings",
            "only the first half of the work, by Spark SQL with `local[*]` and its default heap of 1 GB: checks the lines, removes"
                    + " duplicates, sorts by collar and time, writes the readings as Parquet; no rejects, no timelines"),
    RUN("petty run", "processes a day from raw files to published timelines, in a new home"),
    S3_RUN("petty run, files on S3", "the same with the raw files on a local S3 server, whose process isn't measured"),
    EMPTY_RUN("petty run, all fresh", "the empty run: the same command again, with nothing to do"),
    RERUN("petty rerun --force", "recomputes the day's timelines from the ingested readings"),
    ONE_READING_RUN(
            "petty run, one reading",
            "processes a day of one reading in a new home; its time is independent of the amount of data"),
    STATUS("petty status", "in the home of the generated day"),
    TIMELINE("petty timeline", "draws one collar's day"),
    HELP("petty --help", ""),
    VERSION("petty --version", ""),
    EMPTY_JAVA("empty Java program", "a class whose `main` does nothing, on the same JVM, without options");

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
