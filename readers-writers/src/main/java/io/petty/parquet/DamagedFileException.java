package io.petty.parquet;

import java.io.IOException;

/** A table's file does not hold what was written; trying again doesn't help. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final String location;

    public DamagedFileException(String location, String reason) {
        super("File %s is damaged: %s".formatted(location, reason));
        this.location = location;
    }

    public DamagedFileException(String location, Throwable cause) {
        super("File %s is damaged or no Parquet file: %s".formatted(location, cause.getMessage()), cause);
        this.location = location;
    }

    /** The file, as the table names it. */
    public String location() {
        return location;
    }
}
