package io.petty.access;

import io.petty.secret.Secrets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Secrets and ids that can't be guessed, and their hashes. */
final class OpaqueText {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private OpaqueText() {}

    /** Returns the HMAC-SHA-256 of a text, keyed with a secret. The result has the form of a secret. */
    static String derived(String secret, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(text));
    }

    /** Returns whether a text has the form of {@link Secrets#random}. */
    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /** Returns a new id, which isn't secret: 128 random bits in hex. */
    static String id() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Hex.encodeHexString(bytes);
    }

    /** Returns whether a text has the form of an id or of a user key. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Returns the SHA-256 hash of a text, in hex. */
    static String hash(String text) {
        return DigestUtils.sha256Hex(text);
    }
}
