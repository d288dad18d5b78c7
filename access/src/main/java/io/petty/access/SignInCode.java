package io.petty.access;

import java.time.Instant;

/**
 * A code that can be traded for tokens, once.
 *
 * @param family of the tokens that come of it
 */
public record SignInCode(String code, Instant expiresAt, String family) {
    /** Not the code. */
    @Override
    public String toString() {
        return "SignInCode[expiresAt=%s, family=%s]".formatted(expiresAt, family);
    }
}
