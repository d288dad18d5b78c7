package io.petty.access;

/**
 * Tokens of a family that were issued.
 *
 * @param family by which they can be taken back
 */
public record IssuedTokens(String family, SignedIn tokens) {}
