package io.petty.parquet;

import java.io.IOException;

/** A file of a table doesn't contain what was written to it. Retrying doesn't help. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final String location;

    public DamagedFileException(String location, String reason) {
        super("File %s is damaged: %s".formatted(location, reason));
        this.location = location;
    }

    public DamagedFileException(String location, Throwable cause) {
        super("File %s is damaged or not a Parquet file: %s".formatted(location, cause.getMessage()), cause);
        this.location = location;
    }

    /** Returns the file's name in the table. */
    public String location() {
        return location;
    }
}
