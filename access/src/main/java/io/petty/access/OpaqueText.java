package io.petty.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/** Texts that nobody can guess, and what is kept of them. */
final class OpaqueText {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

    private OpaqueText() {}

    /** 256 random bits in 43 characters of base64url. */
    static String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(32));
    }

    /** A secret that takes another secret and a text to derive: HMAC-SHA-256 of the text under the secret. */
    static String derived(String secret, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new HmacUtils(HmacAlgorithms.HMAC_SHA_256, secret).hmac(text));
    }

    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /** 128 random bits in hex: a name rather than a secret. */
    static String id() {
        return Hex.encodeHexString(random(16));
    }

    /** Whether a text has the form of an id, as those of users have too. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** The SHA-256 of a text, in hex. */
    static String hash(String text) {
        return DigestUtils.sha256Hex(text);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
