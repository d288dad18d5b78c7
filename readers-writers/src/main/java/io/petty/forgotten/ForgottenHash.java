package io.petty.forgotten;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Keyed hashes of the ids of collars and of events. The hash of a collar has 64 hex digits; that of an event is a
 * number. Without the key they can't be traced to an id, not even by trying all possible ids. Not safe for use by
 * several threads at once.
 */
public final class ForgottenHash {
    private static final byte[] COLLAR = "forgotten collar: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "forgotten event: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHECK = "check of the key of forgotten collars".getBytes(StandardCharsets.US_ASCII);

    private final Mac mac;

    /** @throws IllegalArgumentException if the key is empty */
    public ForgottenHash(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A key of keyed hashes must not be empty");
        }
        mac = HmacUtils.getInitializedMac(HmacAlgorithms.HMAC_SHA_256, key.getBytes(StandardCharsets.UTF_8));
    }

    public String ofCollar(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ofCollar(bytes, 0, bytes.length);
    }

    /** Returns the hash of the collar whose id is at {@code bytes[from, to)}. */
    String ofCollar(byte[] bytes, int from, int to) {
        return of(COLLAR, bytes, from, to);
    }

    /** Returns the hash of an event. It has only eight bytes, since a collar has thousands of events. */
    public long ofEvent(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return Long.parseUnsignedLong(of(EVENT, bytes, 0, bytes.length).substring(0, 16), 16);
    }

    /** Returns a value that shows whether hashes were computed with this key, without revealing the key. */
    public String keyCheck() {
        return of(CHECK, CHECK, 0, 0);
    }

    private String of(byte[] kind, byte[] bytes, int from, int to) {
        mac.update(kind);
        mac.update(bytes, from, to - from);
        return Hex.encodeHexString(mac.doFinal());
    }
}
