package io.petty.access;

/**
 * The first tokens of a family.
 *
 * @param family the id of the family, with which the tokens can be revoked
 */
public record IssuedTokens(String family, SignedIn tokens) {}
