package io.petty.table;

import java.io.IOException;

/** A table's file does not hold what was written; trying again doesn't help. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedFileException(String location, Throwable cause) {
        super("File %s is damaged or no Parquet file: %s".formatted(location, cause.getMessage()), cause);
    }
}
