package io.petty.access;

/**
 * A state of who may read.
 *
 * @param number rises whenever something is taken away
 * @param signingKeys what the number was when the signing keys were last rotated
 */
record AccessVersion(long number, long signingKeys) {}
