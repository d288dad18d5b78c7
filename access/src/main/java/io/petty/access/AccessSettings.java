package io.petty.access;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * How access is given.
 *
 * @param issuer who tokens say that they come from; 1 to 200 characters
 * @param audience whom tokens say that they are for; 1 to 200 characters
 * @param accessTokenLife from 10 seconds to a day
 * @param refreshTokenLife from its issue or its last rotation; longer than an access token's, at most 366 days
 * @param codeLife of a one-time code; from 10 seconds to a day
 * @param clockSkew by how much clocks may differ; at most 5 minutes
 * @param signingKeyOverlap for how long a new signing key is only published before it signs; as long as others keep the
 *     published keys, at most a day
 * @param mostCollars that a token or a key may name; 1 to 1,000
 */
public record AccessSettings(
        String issuer,
        String audience,
        Duration accessTokenLife,
        Duration refreshTokenLife,
        Duration codeLife,
        Duration clockSkew,
        Duration signingKeyOverlap,
        int mostCollars) {
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofDays(1);

    public static final AccessSettings DEFAULTS = new AccessSettings(
            "petty",
            "petty-api",
            Duration.ofMinutes(15),
            Duration.ofDays(7),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            100);

    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_COLLARS = 1000;

    /** @throws IllegalArgumentException that names the property which makes no sense */
    public AccessSettings {
        checkText("issuer", issuer);
        checkText("audience", audience);
        SettingChecks.between("petty.access.access-token-life", accessTokenLife, SHORTEST, DAY);
        SettingChecks.between(
                "petty.access.refresh-token-life", refreshTokenLife, accessTokenLife, Duration.ofDays(366));
        SettingChecks.between("petty.access.code-life", codeLife, SHORTEST, DAY);
        SettingChecks.between("petty.access.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
        SettingChecks.between("petty.access.signing-key-overlap", signingKeyOverlap, Duration.ZERO, DAY);
        SettingChecks.between("petty.access.most-collars", mostCollars, 1, MOST_COLLARS);
    }

    private static void checkText(String name, String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "petty.access.%s must have 1 to %d characters".formatted(name, MOST_CHARACTERS));
        }
    }
}
