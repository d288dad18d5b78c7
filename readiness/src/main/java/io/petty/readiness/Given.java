package io.petty.readiness;

import org.jspecify.annotations.Nullable;

/**
 * The operator's credentials for checking a deployed API. Each may be null.
 *
 * @param token an access token
 * @param apiKey an API key
 * @param code the code of a sign-in link, which the check uses up
 */
public record Given(
        @Nullable String token,
        @Nullable String apiKey,
        @Nullable String code) {
    public static final Given NOTHING = new Given(null, null, null);

    /** Returns a text without credentials. */
    @Override
    public String toString() {
        return "Given[]";
    }
}
