package io.petty.access;

import java.time.Instant;
import java.util.List;

/**
 * What a rotation of the signing key did.
 *
 * @param kid of the new key
 * @param signsFrom when it begins to sign
 * @param dropped the kids of those that no longer count from now on; none for a rotation by overlap
 */
public record SigningKeyRotation(String kid, Instant signsFrom, List<String> dropped) {
    public SigningKeyRotation {
        dropped = List.copyOf(dropped);
    }
}
