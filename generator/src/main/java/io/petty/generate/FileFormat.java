package io.petty.generate;

/** The formats of a delivery day's files. */
public enum FileFormat {
    /** {@code .ndjson.gz}, level 6. */
    GZIP,
    /** {@code .ndjson.zst}, level 3. */
    ZSTD,
    /** {@code .ndjson}. */
    PLAIN,
    /** Alternately gzip and Zstandard, with late lines in an uncompressed {@code late.jsonl}. */
    MIXED;

    FileFormat ofFile(int number) {
        if (this == MIXED) {
            return number % 2 == 0 ? GZIP : ZSTD;
        }
        return this;
    }

    String suffix() {
        return switch (this) {
            case GZIP, MIXED -> ".ndjson.gz";
            case ZSTD -> ".ndjson.zst";
            case PLAIN -> ".ndjson";
        };
    }
}
