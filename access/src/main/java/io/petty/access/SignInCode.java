package io.petty.access;

import java.time.Instant;

/**
 * A code that can be exchanged for tokens once.
 *
 * @param family the id of the family of these tokens
 */
public record SignInCode(String code, Instant expiresAt, String family) {
    /** Omits the code. */
    @Override
    public String toString() {
        return "SignInCode[expiresAt=%s, family=%s]".formatted(expiresAt, family);
    }
}
