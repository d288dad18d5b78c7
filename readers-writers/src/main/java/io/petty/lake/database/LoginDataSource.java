package io.petty.lake.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connects as the user of a secret. When the database refuses it, the secret is read again, since whoever rotates a
 * password changes it in the database and in the secret at about the same time.
 */
final class LoginDataSource extends DriverManagerDataSource {
    private static final String NO_CONNECTION = "08001";

    private final DatabaseLogins logins;

    LoginDataSource(String url, DatabaseLogins logins) {
        super(url);
        this.logins = logins;
    }

    @Override
    protected Connection getConnectionFromDriver(@Nullable String user, @Nullable String password) throws SQLException {
        DatabaseLogin login = found(logins.recent());
        try {
            return connect(login);
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            DatabaseLogin now = found(logins.current());
            if (now.equals(login)) {
                throw e;
            }
            return connect(now);
        }
    }

    private static DatabaseLogin found(Supplier<DatabaseLogin> login) throws SQLException {
        try {
            return login.get();
        } catch (RuntimeException e) {
            throw new SQLException(e.getMessage(), NO_CONNECTION, e);
        }
    }

    private Connection connect(DatabaseLogin login) throws SQLException {
        Properties properties = new Properties();
        if (getConnectionProperties() != null) {
            properties.putAll(getConnectionProperties());
        }
        properties.setProperty(LakeDatabase.KEEP_ALIVE, "true");
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        return getConnectionFromDriver(properties);
    }

    private static boolean isRefusal(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("28");
    }
}
