package io.petty.access;

import io.petty.settings.SettingChecks;
import java.time.Duration;

/**
 * The settings of tokens and API keys.
 *
 * @param issuer the issuer in tokens; 1 to 200 characters
 * @param audience the audience in tokens; 1 to 200 characters
 * @param accessTokenLife the life of an access token; from 10 seconds to a day
 * @param refreshTokenLife the life of each refresh token; at least that of an access token, at most 366 days
 * @param codeLife the life of a sign-in code; from 10 seconds to a day
 * @param clockSkew the tolerated difference between clocks; at most 5 minutes
 * @param signingKeyOverlap the time for which a new signing key is published before it signs; should be at least as
 *     long as clients cache the published keys; at most a day
 * @param mostCollars the maximum number of collars of a token or a key; 1 to 1,000
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

    /** @throws IllegalArgumentException if a value is invalid; the message names the property */
    public AccessSettings {
        checkText("petty.access.issuer", issuer, MOST_CHARACTERS);
        checkText("petty.access.audience", audience, MOST_CHARACTERS);
        SettingChecks.between("petty.access.access-token-life", accessTokenLife, SHORTEST, DAY);
        SettingChecks.between(
                "petty.access.refresh-token-life", refreshTokenLife, accessTokenLife, Duration.ofDays(366));
        SettingChecks.between("petty.access.code-life", codeLife, SHORTEST, DAY);
        SettingChecks.between("petty.access.clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
        SettingChecks.between("petty.access.signing-key-overlap", signingKeyOverlap, Duration.ZERO, DAY);
        SettingChecks.between("petty.access.most-collars", mostCollars, 1, MOST_COLLARS);
    }

    /**
     * Checks a setting, a user or a name.
     *
     * @throws IllegalArgumentException if the text is blank, too long or contains control characters
     */
    static void checkText(String what, String text, int mostCharacters) {
        if (text.isBlank() || text.length() > mostCharacters || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters and no control characters".formatted(what, mostCharacters));
        }
    }
}
