package io.petty.feedback;

import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Computes users' keys from their ids: the first 32 hex digits of HMAC-SHA-256 under a secret. Readers of the tables
 * can tell that two voices are from the same user, but not who the user is. Not safe for use by several threads at
 * once.
 */
public final class UserKeys {
    private static final int KEY_DIGITS = 32;

    private final HmacUtils hmac;

    /** @throws IllegalArgumentException if the secret is empty */
    public UserKeys(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("petty.user-key-secret must not be empty");
        }
        hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret);
    }

    /** Returns the key of a user. */
    public String of(String userId) {
        return hmac.hmacHex(userId).substring(0, KEY_DIGITS);
    }
}
