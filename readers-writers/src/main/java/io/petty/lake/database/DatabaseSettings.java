package io.petty.lake.database;

import io.petty.settings.SettingChecks;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The database of a lake.
 *
 * @param url {@code jdbc:postgresql://…} without a password; null for the database embedded in the home
 * @param user null for the driver's default
 * @param password null for none
 * @param poolSize maximum number of connections, at least 2
 * @param login {@code owner} of the schema, which migrates it, or {@code reader}, which only reads and records access
 * @param readerRole the PostgreSQL role to which an owner grants the rights of a reader; null for none
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        int poolSize,
        String login,
        @Nullable String readerRole) {
    public static final DatabaseSettings EMBEDDED = ownedBy(null, null, null, 8);

    private static final String OWNER = "owner";
    private static final String READER = "reader";
    private static final int LONGEST_ROLE = 63;

    public DatabaseSettings {
        // The messages don't repeat the address, since it may contain a password.
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("petty.database.url must begin with jdbc:postgresql:");
        }
        if (url != null && (url.toLowerCase(Locale.ROOT).contains("password=") || url.contains("@"))) {
            throw new IllegalArgumentException(
                    "petty.database.url must not contain a user or password: set petty.database.user and petty.database.password instead");
        }
        if (url == null && (user != null || password != null)) {
            throw new IllegalArgumentException(
                    "petty.database.url is missing, though petty.database.user or petty.database.password is set");
        }
        SettingChecks.atLeast("petty.database.pool-size", poolSize, 2);
        if (!login.equals(OWNER) && !login.equals(READER)) {
            throw new IllegalArgumentException("petty.database.login must be owner or reader, but is " + login);
        }
        if (url == null && login.equals(READER)) {
            throw new IllegalArgumentException(
                    "petty.database.login can be reader only with PostgreSQL: set petty.database.url");
        }
        if (readerRole != null && (url == null || readerRole.isBlank() || readerRole.length() > LONGEST_ROLE)) {
            throw new IllegalArgumentException(
                    "petty.database.reader-role must be the name of a PostgreSQL role, and petty.database.url must be set");
        }
    }

    /** Returns settings with the login of the owner. */
    public static DatabaseSettings ownedBy(
            @Nullable String url, @Nullable String user, @Nullable String password, int poolSize) {
        return new DatabaseSettings(url, user, password, poolSize, OWNER, null);
    }

    /** Returns whether the login only reads and records access. */
    public boolean isReader() {
        return login.equals(READER);
    }

    /**
     * Checks that the embedded database can be in a home. Does nothing for a server.
     *
     * @throws IllegalArgumentException if H2 would misread the home's path
     */
    public void checkHome(Path home) {
        Path folder = home.toAbsolutePath().normalize();
        if (url == null && StreamSupport.stream(folder.spliterator(), false).anyMatch(DatabaseSettings::isForeign)) {
            throw new IllegalArgumentException(
                    "petty.home: the embedded database can't be in %s, since the path contains ';' or '\\': name another folder with --home"
                            .formatted(folder));
        }
    }

    /**
     * Returns whether H2 would misread a name. In its addresses, a semicolon ends the path, and a backslash separates
     * folders.
     */
    private static boolean isForeign(Path name) {
        return name.toString().contains(";") || name.toString().contains("\\");
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, user=%s, poolSize=%d, login=%s, readerRole=%s]"
                .formatted(url, user, poolSize, login, readerRole);
    }
}
