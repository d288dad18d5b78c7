package io.petty.lake.database;

import io.petty.home.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * The address and login of a home's embedded database: a user without administrator rights, and a random password in a
 * file of the home. H2's administrator, whose name is empty, has the same password.
 *
 * <p>All methods except {@link #url} require the lock on opening the database.
 */
final class EmbeddedLogin {
    /** May create, change and read tables, but not run code, read or write files, or shut the database down. */
    static final String USER = "petty";

    private static final String ADMINISTRATOR = "";
    private static final String FILE = "database.password";
    private static final int PASSWORD_BYTES = 32;
    private static final String WRONG_LOGIN = "28000";

    /** Queries for objects that Petty never creates, by kind. */
    private static final Map<String, String> FOREIGN = Map.of(
            "user", "select user_name from information_schema.users where lower(user_name) not in ('', 'petty')",
            "function",
                    "select routine_name from information_schema.routines where routine_schema <> 'information_schema'",
            "trigger", "select trigger_name from information_schema.triggers");

    static {
        secureH2();
    }

    private final Path home;
    private final @Nullable String password;

    private EmbeddedLogin(Path home, @Nullable String password) {
        this.home = home;
        this.password = password;
    }

    /** Reads the login of a home. */
    static EmbeddedLogin of(Path home) throws IOException {
        return new EmbeddedLogin(home, read(home.resolve(FILE)));
    }

    /** Sets properties that H2 reads when its classes are loaded. */
    static void secureH2() {
        // Other processes reach the database through a port. This binds the port to loopback.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        // SQL may call only this class, which AUTO_SERVER itself calls through SQL.
        System.setProperty("h2.allowedClasses", "org.h2.server.TcpServer");
        FilePath.register(new HomeFiles());
    }

    /** Returns whether the home has a database. */
    static boolean isDatabaseIn(Path home) {
        return Files.exists(home.resolve("database.mv.db"));
    }

    static String url(Path home) {
        // AUTO_SERVER lets other processes share the file. Names are in lower case as on PostgreSQL, since Iceberg's
        // catalog uses such names for its columns.
        return "jdbc:h2:" + HomeFiles.SCHEME + ":"
                + home.toAbsolutePath().normalize().resolve("database")
                + ";AUTO_SERVER=TRUE;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    }

    /** Returns the password; null if the database may not have it yet and {@link #establish} must be called first. */
    @Nullable
    String password() {
        return isDatabaseIn(home) ? password : null;
    }

    /**
     * Connects as the administrator.
     *
     * @throws SQLException if the database doesn't have the home's password
     */
    Connection administrator() throws SQLException {
        return DriverManager.getConnection(url(home), ADMINISTRATOR, password);
    }

    /**
     * Creates the database with its users, or sets the password of an older database, whose administrator had none. Can
     * be interrupted at any point: the password file is renamed last, and the next opening repeats all steps.
     *
     * @return a connection as the administrator, which keeps the database open
     * @throws DatabaseUnavailableException if the database has another password than the home
     */
    Connection establish() throws SQLException, IOException {
        Path unfinished = home.resolve(FILE + ".new");
        String secret = password == null ? read(unfinished) : password;
        if (secret == null) {
            secret = random();
            PrivateFiles.replace(unfinished, secret.getBytes(StandardCharsets.US_ASCII));
        }
        Connection administrator = administrator(secret);
        try (Statement statement = administrator.createStatement()) {
            // Otherwise a killed process could lose the commits of the last half second.
            statement.execute("set write_delay 0");
            execute(administrator, "create user if not exists " + USER + " password ?", random());
            statement.execute("grant alter any schema to " + USER);
            statement.execute("grant all on schema public to " + USER);
            execute(administrator, "set password ?", secret);
            // Comes last, so that the user can't log in before it has all its rights.
            execute(administrator, "alter user " + USER + " set password ?", secret);
            if (password == null) {
                PrivateFiles.move(unfinished, home.resolve(FILE));
                PrivateFiles.forceFolder(home);
            }
            return administrator;
        } catch (SQLException | IOException e) {
            administrator.close();
            throw e;
        }
    }

    private Connection administrator(String secret) throws SQLException {
        boolean exists = isDatabaseIn(home);
        try {
            // The first login to a new database becomes its administrator.
            return DriverManager.getConnection(url(home), ADMINISTRATOR, exists ? "" : secret);
        } catch (SQLException e) {
            if (!exists || !WRONG_LOGIN.equals(e.getSQLState())) {
                throw e;
            }
        }
        try {
            return DriverManager.getConnection(url(home), ADMINISTRATOR, secret);
        } catch (SQLException e) {
            if (!WRONG_LOGIN.equals(e.getSQLState())) {
                throw e;
            }
            throw new DatabaseUnavailableException(
                    "The database of home %s doesn't have the password in %s: restore that file from the backup that database.mv.db came from"
                            .formatted(home, home.resolve(FILE)),
                    e);
        }
    }

    /** See {@link LakeDatabase#weaknessesOfEmbedded}. */
    List<String> weaknesses() throws SQLException {
        List<String> weaknesses = new ArrayList<>();
        Connection withoutPassword = null;
        try {
            withoutPassword = DriverManager.getConnection(url(home));
            weaknesses.add("anyone can log in without a password");
        } catch (SQLException e) {
            if (!WRONG_LOGIN.equals(e.getSQLState())) {
                throw e;
            }
        }
        try (Connection administrator = withoutPassword == null ? administrator() : withoutPassword;
                Statement statement = administrator.createStatement()) {
            for (Map.Entry<String, String> kind : FOREIGN.entrySet()) {
                try (ResultSet names = statement.executeQuery(kind.getValue())) {
                    while (names.next()) {
                        weaknesses.add("the database has a %s that Petty didn't create: %s"
                                .formatted(kind.getKey(), names.getString(1)));
                    }
                }
            }
        }
        return weaknesses;
    }

    private static void execute(Connection connection, String statement, String password) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, password);
            prepared.execute();
        }
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static String random() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
