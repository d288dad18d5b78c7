package io.petty.access;

import io.petty.lake.database.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The databases of the tests: the embedded one, and a PostgreSQL server that all classes share. */
final class AccessDatabases {
    private static @Nullable EmbeddedPostgres server;

    private AccessDatabases() {}

    /** @param kind {@code h2} or {@code postgresql} */
    static DatabaseSettings settings(String kind) {
        return kind.equals("h2")
                ? DatabaseSettings.EMBEDDED
                : DatabaseSettings.ownedBy(
                        postgresql().getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
                        "postgres",
                        "postgres",
                        4);
    }

    private static synchronized EmbeddedPostgres postgresql() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }
}
