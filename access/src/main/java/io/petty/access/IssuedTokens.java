package io.petty.access;

/**
 * The first tokens of a family.
 *
 * @param family the id of the family; needed to revoke the tokens
 */
public record IssuedTokens(String family, SignedIn tokens) {}
