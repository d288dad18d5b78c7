package io.petty.access;

/**
 * A version of the access records.
 *
 * @param number increases with each revocation
 * @param signingKeys the number at the last rotation of the signing keys
 */
record AccessVersion(long number, long signingKeys) {}
