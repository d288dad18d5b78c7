package io.petty.storage;

import java.io.IOException;

/** Something on S3 can't be read, written, listed or deleted, despite retries. The message names it and the reason. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
