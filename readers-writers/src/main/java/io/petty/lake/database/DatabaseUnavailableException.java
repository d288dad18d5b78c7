package io.petty.lake.database;

/** The database can't be opened with these settings; the message names the property that is to be looked at. */
public final class DatabaseUnavailableException extends RuntimeException {
    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
