package io.petty.lake.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates or migrates the schema of a lake's database. The script {@code db/schema.sql} creates the schema of a new
 * database. Flyway migrates databases of earlier versions with the files below {@code db/migration}. Applying these
 * files to new databases as well would take a tenth of a small run's time.
 *
 * @param url the JDBC address
 */
record Migrations(String url, DataSource dataSource) {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** The version of the newest migration below {@code db/migration}. */
    static final String NEWEST = "15";

    /** The number of the advisory lock for migrations of a PostgreSQL database: "petty" in ASCII. */
    private static final long LOCK = 0x7065747479L;

    private static final String TABLE = "flyway_schema_history";

    /**
     * Brings the schema up to date. Checks first without Flyway, which takes longer to start than most commands take to
     * run.
     */
    void run() {
        if (isUpToDate()) {
            return;
        }
        // Processes that start together on a new server must not both create tables. The embedded database is
        // protected by the lock that a process acquires to open it.
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            boolean shared = url.startsWith("jdbc:postgresql:");
            if (shared) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
            }
            try {
                if (haveBegun()) {
                    migrate();
                } else {
                    create();
                }
            } finally {
                if (shared) {
                    statement.execute("select pg_advisory_unlock(" + LOCK + ")");
                }
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /**
     * Creates the schema, on PostgreSQL in one transaction. H2 commits after each statement, but each one can be
     * repeated. It may write them together, since writing each of them takes 40 ms in all.
     */
    private void create() throws SQLException {
        try (InputStream script = Migrations.class.getResourceAsStream("/db/schema.sql");
                Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (LakeDatabase.isEmbedded(url)) {
                EmbeddedDataSource.writeTogether(connection);
            }
            connection.setAutoCommit(false);
            statement.execute(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
            connection.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void migrate() {
        if (isUpToDate()) {
            return;
        }
        MigrateResult result =
                Flyway.configure().dataSource(dataSource).table(TABLE).load().migrate();
        LOG.debug("Migrated the database to version {}", result.targetSchemaVersion);
    }

    /** Returns whether the schema was created, by this or an earlier version. */
    boolean haveBegun() {
        try (Connection connection = dataSource.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), TABLE, null)) {
            return tables.next();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private boolean isUpToDate() {
        try {
            return haveBegun() && version() >= Integer.parseInt(NEWEST);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Returns the version of the schema, which may be later than this program's. */
    private int version() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet newest = statement.executeQuery(
                        "select max(cast(\"version\" as integer)) from \"" + TABLE + "\" where \"success\"")) {
            newest.next();
            return newest.getInt(1);
        }
    }

    /**
     * Grants the role of readers the rights that it lacks, and creates the role if it doesn't exist.
     *
     * @param logins finds the role's password; null if logins are not secrets
     * @throws DatabaseUnavailableException if the role neither exists nor can be created
     */
    void grant(ReaderRole role, @Nullable DatabaseLogins logins) {
        try (Connection connection = dataSource.getConnection()) {
            if (role.exists(connection) && role.missing(connection).isEmpty()) {
                return;
            }
            connection.setAutoCommit(false);
            ReaderRole.execute(connection, List.of("select pg_advisory_xact_lock(" + LOCK + ")"));
            if (!role.exists(connection)) {
                role.create(connection, password(role, logins));
            }
            ReaderRole.execute(connection, role.missing(connection));
            connection.commit();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "petty.database.reader-role: the database at %s can't grant the role %s its rights: %s"
                            .formatted(url, role.name(), e.getMessage()),
                    e);
        }
    }

    private String password(ReaderRole role, @Nullable DatabaseLogins logins) {
        DatabaseLogin login = logins == null ? null : logins.reader().get();
        if (login == null) {
            throw new DatabaseUnavailableException(
                    "petty.database.reader-role: the database at %s has no role %s. Create it with: create role \"%2$s\" login"
                                    .formatted(url, role.name())
                            + " password '…'");
        }
        if (!login.user().equals(role.name())) {
            throw new DatabaseUnavailableException(
                    "petty.database.reader-role is %s, but the login in the secret of readers is %s: name the same role"
                            .formatted(role.name(), login.user()));
        }
        return login.password();
    }

    /**
     * Checks that the schema is up to date and that the current login has the rights of a reader. Changes nothing.
     *
     * @throws DatabaseUnavailableException if not; the message says what to do
     */
    void requireUpToDate() {
        if (!haveBegun()) {
            throw notReady("has no tables of Petty yet", "./petty run");
        }
        try (Connection connection = dataSource.getConnection()) {
            ReaderRole role = new ReaderRole(connection.getMetaData().getUserName());
            List<String> missing = role.missing(connection);
            if (!missing.isEmpty()) {
                throw notReady(
                        "hasn't granted its reader %s %d rights, the first by: %s"
                                .formatted(role.name(), missing.size(), missing.get(0)),
                        "./petty status with petty.database.reader-role=" + role.name());
            }
            int version = version();
            if (version < Integer.parseInt(NEWEST)) {
                throw notReady(
                        "has schema version %d, but this version of Petty needs %s".formatted(version, NEWEST),
                        "./petty status of this version");
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private DatabaseUnavailableException notReady(String problem, String command) {
        return new DatabaseUnavailableException(
                "petty.database.login: the database at %s %s. A reader can't change that. With the owner's login, run %s"
                        .formatted(url, problem, command));
    }

    private IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("The database at " + url + " can't be read: " + e.getMessage(), e);
    }
}
