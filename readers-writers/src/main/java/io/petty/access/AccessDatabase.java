package io.petty.access;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database as the records of access use it, and the version that all of them share. */
final class AccessDatabase {
    private final JdbcClient database;
    private final TransactionTemplate transaction;

    AccessDatabase(DataSource dataSource) {
        database = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    JdbcClient.StatementSpec sql(String statement) {
        return database.sql(statement);
    }

    <T> T inTransaction(Supplier<T> work) {
        T result = transaction.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("A transaction gave nothing");
        }
        return result;
    }

    AccessVersion.Version version() {
        return database.sql("select version, signing_keys_version from access_versions where subject = 'access'")
                .query((row, number) -> new AccessVersion.Version(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * Lets every reader look again at what it holds; in the transaction that takes something away. Until that ends no
     * other raises it.
     */
    void raiseVersion() {
        database.sql("update access_versions set version = version + 1 where subject = 'access'")
                .update();
    }

    /** The same, and lets every reader load the signing keys again. */
    void raiseSigningKeysVersion() {
        database.sql("update access_versions set version = version + 1, signing_keys_version = version + 1"
                        + " where subject = 'access'")
                .update();
    }

    static OffsetDateTime time(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** What the database put together with commas; null for nothing. */
    static Set<String> names(@Nullable String joined) {
        return joined == null ? Set.of() : Set.of(joined.split(","));
    }
}
