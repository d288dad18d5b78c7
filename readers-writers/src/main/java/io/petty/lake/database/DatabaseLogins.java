package io.petty.lake.database;

import java.util.function.Supplier;

/**
 * Finds logins of a database server in a store of secrets. If a supplier finds no login, it throws an exception whose
 * message says why.
 *
 * @param secret the name of the secret with the login of this process
 * @param recent returns a login that is at most some minutes old
 * @param current returns the current login
 * @param reader returns the current login of readers
 */
public record DatabaseLogins(
        String secret,
        Supplier<DatabaseLogin> recent,
        Supplier<DatabaseLogin> current,
        Supplier<DatabaseLogin> reader) {}
