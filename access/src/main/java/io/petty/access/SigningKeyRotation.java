package io.petty.access;

import java.time.Instant;
import java.util.List;

/**
 * The result of a rotation of the signing key.
 *
 * @param kid the id of the new key
 * @param signsFrom the time from which it signs
 * @param dropped the ids of the keys whose tokens are refused from now on; none for a rotation with overlap
 */
public record SigningKeyRotation(String kid, Instant signsFrom, List<String> dropped) {}
