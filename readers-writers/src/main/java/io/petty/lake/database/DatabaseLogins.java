package io.petty.lake.database;

import java.util.function.Supplier;

/**
 * Finds the login of a database server when the settings have no password. Both suppliers throw an exception whose
 * message says why there is no login.
 *
 * @param recent returns a login that is at most some minutes old
 * @param current returns the current login
 */
public record DatabaseLogins(Supplier<DatabaseLogin> recent, Supplier<DatabaseLogin> current) {}
