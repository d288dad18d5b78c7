package io.petty.lake.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.Publications;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The login of readers on PostgreSQL: how it gets its rights, and what it can't do. */
class ReaderRoleTest {
    /** The roles of all databases of the shared server are distinct. */
    private static final AtomicInteger ROLES = new AtomicInteger();

    private static final String PASSWORD = "read3r-s3cret";

    @TempDir
    private Path home;

    private DatabaseSettings server;
    private String role;

    @BeforeEach
    void createDatabase() throws Exception {
        server = SharedPostgres.newDatabase();
        role = "reader of " + ROLES.incrementAndGet();
    }

    private DatabaseSettings owner() {
        return new DatabaseSettings(server.url(), server.user(), server.password(), 2, "owner", role);
    }

    private DatabaseSettings reader() {
        return new DatabaseSettings(server.url(), role, PASSWORD, 2, "reader", null);
    }

    private void createRole() throws IOException, SQLException {
        try (Connection connection =
                        SharedPostgres.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role \"%s\" login password '%s'".formatted(role, PASSWORD));
        }
    }

    @Test
    void readsAllTablesAndChangesOnlyThoseOfAccess() throws Exception {
        createRole();
        try (LakeDatabase owner = LakeDatabase.open(home, owner(), null);
                LakeDatabase reader = LakeDatabase.open(home, reader(), null)) {
            List<String> tables = owner.client()
                    .sql("select tablename::text from pg_tables where schemaname = 'public' order by tablename")
                    .query(String.class)
                    .list();
            List<String> changed = List.of(
                    "access_revocations",
                    "access_versions",
                    "api_keys",
                    "refresh_tokens",
                    "sign_in_codes",
                    "token_families");
            JdbcClient client = reader.client();

            assertThat(tables).hasSizeGreaterThan(30).containsAll(changed);
            for (String table : tables) {
                client.sql("select * from " + quoted(table)).query().listOfRows();
                if (!changed.contains(table)) {
                    assertRefused(client, "delete from " + quoted(table));
                    assertRefused(client, "insert into " + quoted(table) + " default values");
                }
                assertRefused(client, "truncate table " + quoted(table));
                assertRefused(client, "drop table " + quoted(table));
            }
            assertThat(new Publications(reader).days()).isEmpty();
        }
    }

    @Test
    void cannotGiveItselfMoreAccess() throws Exception {
        createRole();
        try (LakeDatabase owner = LakeDatabase.open(home, owner(), null);
                LakeDatabase reader = LakeDatabase.open(home, reader(), null)) {
            assertThat(owner.isEmbedded()).isFalse();
            for (String statement : List.of(
                    "insert into token_families (family_id, user_key, permissions, created_at, expires_at)"
                            + " values ('f', 'u', 'p', current_timestamp, current_timestamp)",
                    "insert into token_family_collars (family_id, collar_id) values ('f', 'LUNA-01')",
                    "update token_families set permissions = 'status:read'",
                    "update token_families set user_key = 'other'",
                    "insert into sign_in_codes (code_hash, family_id, expires_at) values ('h', 'f', current_timestamp)",
                    "insert into api_keys (key_id, name, secret_hash, permissions, created_at, expires_at)"
                            + " values ('k', 'n', 'h', 'p', current_timestamp, current_timestamp)",
                    "update api_keys set permissions = 'status:read'",
                    "update api_keys set revoked_at = null",
                    "insert into api_key_collars (key_id, collar_id) values ('k', 'LUNA-01')",
                    "delete from token_family_collars",
                    "update leases set epoch = epoch + 1",
                    "update \"flyway_schema_history\" set \"success\" = false")) {
                assertRefused(reader.client(), statement);
            }
        }
    }

    private static String quoted(String table) {
        return '"' + table + '"';
    }

    private static void assertRefused(JdbcClient client, String statement) {
        assertThatThrownBy(() -> client.sql(statement).update())
                .as(statement)
                .rootCause()
                .message()
                .containsAnyOf("permission denied", "must be owner");
    }

    @Test
    void getsTheRightsThatLaterTablesNeed() throws Exception {
        createRole();
        LakeDatabase.open(home, owner(), null).close();
        try (LakeDatabase owner = LakeDatabase.open(home, server, null)) {
            owner.client().sql("create table of_a_later_version (id integer)").update();
        }
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> LakeDatabase.open(home, reader(), null))
                .withMessageContainingAll("of_a_later_version", "petty.database.reader-role=" + role);

        LakeDatabase.openExisting(home, owner(), null).orElseThrow().close();

        try (LakeDatabase reader = LakeDatabase.open(home, reader(), null)) {
            assertThat(reader.client()
                            .sql("select * from of_a_later_version")
                            .query()
                            .listOfRows())
                    .isEmpty();
        }
    }

    @Test
    void refusesADatabaseThatOnlyTheOwnerCanBringUpToDate() throws Exception {
        createRole();
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> LakeDatabase.open(home, reader(), null))
                .withMessageContainingAll("petty.database.login", "no tables of Petty", "With the owner's login");
        assertThat(LakeDatabase.openExisting(home, reader(), null)).isEmpty();

        try (LakeDatabase owner = LakeDatabase.open(home, owner(), null)) {
            owner.client()
                    .sql("update \"flyway_schema_history\" set \"version\" = '14'")
                    .update();
            assertThatExceptionOfType(DatabaseUnavailableException.class)
                    .isThrownBy(() -> LakeDatabase.open(home, reader(), null))
                    .withMessageContainingAll("schema version 14", "needs " + Migrations.NEWEST, "./petty status");
            owner.client()
                    .sql("update \"flyway_schema_history\" set \"version\" = '99'")
                    .update();
        }
        LakeDatabase.open(home, reader(), null).close();
    }

    @Test
    void createsTheRoleWithThePasswordOfItsSecret() {
        DatabaseLogin login = new DatabaseLogin(role, PASSWORD);
        DatabaseLogins logins = new DatabaseLogins("database", () -> login, () -> login, () -> login);
        assertThatExceptionOfType(DatabaseUnavailableException.class)
                .isThrownBy(() -> LakeDatabase.open(home, owner(), null))
                .withMessageContainingAll("petty.database.reader-role", "has no role " + role, "create role");

        LakeDatabase.open(home, owner(), logins).close();

        try (LakeDatabase reader = LakeDatabase.open(home, reader(), null);
                LakeDatabase owner = LakeDatabase.open(home, owner(), null)) {
            assertThat(new Publications(reader).days()).isEmpty();
            assertThat(owner.client()
                            .sql("select rolpassword from pg_authid where rolname = ?")
                            .param(role)
                            .query(String.class)
                            .single())
                    .startsWith("SCRAM-SHA-256$");
        }
    }
}
