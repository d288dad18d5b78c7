package io.petty.lake.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The connections of Iceberg's catalog, taken from the database's own pool. The pool retries where Iceberg would give
 * up, for example when another process that served the embedded database has just ended.
 */
public final class CatalogConnections extends JdbcClientPool {
    /** The maximum number of connections. Connections are kept until the catalog is closed. */
    static final int MOST = 2;

    private final DataSource dataSource;

    public CatalogConnections(DataSource dataSource, String url) {
        super(MOST, url, Map.of());
        this.dataSource = dataSource;
    }

    @Override
    protected Connection newClient() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new UncheckedSQLException(e, "The catalog can't connect to the database");
        }
    }

    /**
     * Also recognizes a broken connection that was returned to the pool. The exceptions of such a connection have no
     * SQL state. Its calls never reach the database, so retrying them with a new connection executes nothing twice.
     */
    @Override
    protected boolean isConnectionException(Exception failure) {
        return super.isConnectionException(failure)
                || (failure instanceof SQLException sql
                        && sql.getSQLState() == null
                        && "Connection is closed".equals(sql.getMessage()));
    }
}
