package io.petty.access;

/**
 * Tokens that were issued by command.
 *
 * @param family by which they can be taken back
 */
public record IssuedTokens(String family, SignedIn tokens) {}
