package io.petty.raw;

import java.util.List;
import java.util.Optional;

/** How a raw file is compressed, told by its name. */
public enum RawFormat {
    PLAIN(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private static final List<String> LINE_SUFFIXES = List.of(".ndjson", ".jsonl", ".json");

    private final String suffix;

    RawFormat(String suffix) {
        this.suffix = suffix;
    }

    /**
     * The format of the file with this key: {@code .ndjson}, {@code .jsonl} or {@code .json}, plain or followed by
     * {@code .gz} or {@code .zst}, in lower case. Empty for every other name: such a file is no raw file.
     */
    public static Optional<RawFormat> of(String key) {
        for (RawFormat format : values()) {
            for (String lines : LINE_SUFFIXES) {
                if (key.endsWith(lines + format.suffix)) {
                    return Optional.of(format);
                }
            }
        }
        return Optional.empty();
    }
}
