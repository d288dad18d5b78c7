package io.petty.lake.database;

import io.petty.settings.SettingChecks;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Which database a lake has.
 *
 * @param url {@code jdbc:postgresql://…} without a password; null for the one that is embedded in the home
 * @param user null for what the driver takes by itself
 * @param password null for none
 * @param poolSize how many connections at most, at least 2
 */
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        int poolSize) {
    public static final DatabaseSettings EMBEDDED = new DatabaseSettings(null, null, null, 8);

    public DatabaseSettings {
        // Neither message repeats the address, since what is wrong with it may be a password within.
        if (url != null && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("petty.database.url must begin with jdbc:postgresql:");
        }
        if (url != null && (url.toLowerCase(Locale.ROOT).contains("password=") || url.contains("@"))) {
            throw new IllegalArgumentException(
                    "petty.database.url must not hold a user or password: name them by petty.database.user and petty.database.password");
        }
        if (url == null && (user != null || password != null)) {
            throw new IllegalArgumentException(
                    "petty.database.url is missing, though petty.database.user or petty.database.password is set");
        }
        SettingChecks.atLeast("petty.database.pool-size", poolSize, 2);
    }

    /**
     * Checks that the embedded database, if these settings mean that one, can be in a home.
     *
     * @throws IllegalArgumentException when H2 would read the home's path as something else
     */
    public void checkHome(Path home) {
        Path folder = home.toAbsolutePath().normalize();
        if (url == null && StreamSupport.stream(folder.spliterator(), false).anyMatch(DatabaseSettings::isForeign)) {
            throw new IllegalArgumentException(
                    "petty.home: the embedded database can't be in %s, since a name in that path has a ';' or '\\': name another folder with --home"
                            .formatted(folder));
        }
    }

    /** A semicolon ends the path in H2's addresses, and a backslash separates folders there. */
    private static boolean isForeign(Path name) {
        return name.toString().contains(";") || name.toString().contains("\\");
    }

    /** All but the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=%s, user=%s, poolSize=%d]".formatted(url, user, poolSize);
    }
}
