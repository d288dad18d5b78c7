package io.petty.storage;

import java.io.IOException;

/** Something could not be read, written or listed, after all retries; the message names it and says why. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
