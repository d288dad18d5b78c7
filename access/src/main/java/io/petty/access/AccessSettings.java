package io.petty.access;

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
        checkBetween("access-token-life", accessTokenLife, SHORTEST, DAY);
        checkBetween("refresh-token-life", refreshTokenLife, accessTokenLife, Duration.ofDays(366));
        checkBetween("code-life", codeLife, SHORTEST, DAY);
        checkBetween("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
        checkBetween("signing-key-overlap", signingKeyOverlap, Duration.ZERO, DAY);
        if (mostCollars < 1 || mostCollars > MOST_COLLARS) {
            throw new IllegalArgumentException(
                    "petty.access.most-collars must be 1 to %,d, but is %d".formatted(MOST_COLLARS, mostCollars));
        }
    }

    private static void checkText(String name, String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "petty.access.%s must have 1 to %d characters".formatted(name, MOST_CHARACTERS));
        }
    }

    private static void checkBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "petty.access.%s must be between %s and %s, but is %s".formatted(name, least, most, value));
        }
    }
}
