package io.petty.lake.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.iceberg.jdbc.JdbcClientPool;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The connections of Iceberg's catalog, taken from the database's own pool: it asks again where Iceberg would give up, as
 * when another process that served the embedded database has just ended.
 */
public final class CatalogConnections extends JdbcClientPool {
    /** How many there are at most; they are kept until the catalog is closed. */
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
            throw new UncheckedSQLException(e, "The catalog gets no connection to the database");
        }
    }

    /**
     * The pool takes a broken connection back and answers for it from then on, without a state. Nothing was asked of the
     * database then, so that asking it by a new connection does nothing twice.
     */
    @Override
    protected boolean isConnectionException(Exception failure) {
        return super.isConnectionException(failure)
                || (failure instanceof SQLException sql
                        && sql.getSQLState() == null
                        && "Connection is closed".equals(sql.getMessage()));
    }
}
