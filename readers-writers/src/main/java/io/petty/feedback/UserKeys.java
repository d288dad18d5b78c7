package io.petty.feedback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes users' keys of their ids: the first 32 hex digits of HMAC-SHA-256 under a secret, so that who reads the tables
 * can tell that two voices are one user's, and not whose. Not safe for use by several threads at once.
 */
public final class UserKeys {
    private static final int KEY_BYTES = 16;

    private final Mac mac;

    /** @throws IllegalArgumentException when the secret is empty */
    public UserKeys(String secret) {
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("petty.user-key-secret must not be empty");
        }
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The key of a user. */
    public String of(String userId) {
        return HexFormat.of().formatHex(mac.doFinal(userId.getBytes(StandardCharsets.UTF_8)), 0, KEY_BYTES);
    }
}
