package io.petty.secret;

import org.jspecify.annotations.Nullable;

/** A secret can't be read or stored. The message says which one, why and what to do, and contains no secret. */
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SecretException(String message) {
        super(message);
    }

    SecretException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
