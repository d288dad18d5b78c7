package io.petty.lake.database;

/** The database can't be opened with these settings. The message names the property to check. */
public final class DatabaseUnavailableException extends RuntimeException {
    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseUnavailableException(String message) {
        super(message);
    }
}
