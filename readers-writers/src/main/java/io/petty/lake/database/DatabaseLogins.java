package io.petty.lake.database;

import java.util.function.Supplier;

/**
 * Where the login of a database server is found when the settings have no password. Either throws an exception whose
 * message says why there is none.
 *
 * @param recent the login as it was some minutes ago at most
 * @param current the login as it is now
 */
public record DatabaseLogins(Supplier<DatabaseLogin> recent, Supplier<DatabaseLogin> current) {}
