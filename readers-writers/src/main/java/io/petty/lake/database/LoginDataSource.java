package io.petty.lake.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connects with a login from a secret. If the database refuses the login, reads the secret again, since a rotation
 * changes the password in the database and in the secret at about the same time.
 */
final class LoginDataSource extends DriverManagerDataSource {
    private static final String NO_CONNECTION = "08001";

    private final DatabaseLogins logins;

    LoginDataSource(String url, DatabaseLogins logins) {
        super(url);
        this.logins = logins;
    }

    /** Returns the name of the secret that contains the login. */
    String secret() {
        return logins.secret();
    }

    @Override
    protected Connection getConnectionFromDriver(@Nullable String user, @Nullable String password) throws SQLException {
        DatabaseLogin login = found(logins.recent());
        try {
            return connect(login);
        } catch (SQLException e) {
            if (!LakeDatabase.isRefusal(e.getSQLState())) {
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
}
