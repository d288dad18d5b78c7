package io.petty.lake.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The PostgreSQL role of readers, such as the API. It may read all tables of Petty. It may change only the records that
 * are needed to sign in, to refresh and revoke tokens, and to use API keys. It creates nothing.
 */
record ReaderRole(String name) {
    /** Returns the statements that grant the role the rights that it lacks. It doesn't lack rights that it inherits. */
    private static final String MISSING = """
            with petty as (
                select oid, relname as name from pg_class
                where relkind = 'r' and relnamespace = current_schema()::regnamespace
                and relowner = (select relowner from pg_class where oid = '"flyway_schema_history"'::regclass)
            ), changes (name, privilege, changed) as (values
                ('access_revocations', 'insert', null), ('access_revocations', 'delete', null),
                ('access_versions', 'update', 'version'),
                ('api_keys', 'update', 'last_used_at'), ('api_keys', 'delete', null),
                ('refresh_tokens', 'insert', null), ('refresh_tokens', 'update', 'used_at'),
                ('refresh_tokens', 'update', 'attempt_hash'), ('refresh_tokens', 'update', 'successor_salt'),
                ('refresh_tokens', 'delete', null),
                ('sign_in_codes', 'update', 'used_at'), ('sign_in_codes', 'delete', null),
                ('token_families', 'update', 'expires_at'), ('token_families', 'update', 'revoked_at'),
                ('token_families', 'update', 'revoked_why'), ('token_families', 'delete', null)
            ), role (name) as (values (?))
            select format('grant usage on schema %I to %I', current_schema(), role.name) from role
            where not has_schema_privilege(role.name, current_schema(), 'usage')
            union all
            select format('grant select on %I to %I', petty.name, role.name) from petty, role
            where not has_table_privilege(role.name, petty.oid, 'select')
            union all
            select format('grant %s on %I to %I', privilege, petty.name, role.name)
            from changes join petty using (name), role
            where changed is null and not has_table_privilege(role.name, petty.oid, privilege)
            union all
            select format('grant %s (%I) on %I to %I', privilege, changed, petty.name, role.name)
            from changes join petty using (name), role
            where changed is not null and not has_column_privilege(role.name, petty.oid, changed, privilege)
            """;

    boolean exists(Connection connection) throws SQLException {
        return !texts(connection, "select rolname::text from pg_roles where rolname = ?")
                .isEmpty();
    }

    /** Creates the role. The server gets only a hash of the password. */
    void create(Connection connection, String password) throws SQLException {
        List<String> creation = texts(connection, "select format('create role %I login', ?::text)");
        execute(connection, creation);
        connection.unwrap(PGConnection.class).alterUserPassword(name, password.toCharArray(), null);
    }

    /** Returns the statements that grant the role the rights that it lacks. */
    List<String> missing(Connection connection) throws SQLException {
        return texts(connection, MISSING);
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private List<String> texts(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }
}
