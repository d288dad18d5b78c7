package io.petty.storage;

import java.io.IOException;

/** Something could not be read, written or listed after all retries. The message names it and the reason. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
