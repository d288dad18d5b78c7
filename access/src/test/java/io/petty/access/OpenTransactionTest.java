package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import io.petty.secret.KeyedHashKey;
import io.petty.secret.SecretException;
import io.petty.secret.SecretSettings;
import io.petty.secret.SecretsManagerServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks that no database transaction is open during slow work: generating a key or using the store of secrets. */
class OpenTransactionTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    @TempDir
    private static Path home;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final SecretsManagerServer store = new SecretsManagerServer();
    private final List<String> open = Collections.synchronizedList(new ArrayList<>());
    private AccessHome access;

    @BeforeEach
    void watchTransactionsAtEachRequest() {
        access = new AccessHome(home, DatabaseSettings.EMBEDDED, store.settings(), clock);
        store.onRequest(() -> open.addAll(openTransactions()));
    }

    @AfterEach
    void close() {
        access.close();
        store.close();
    }

    /** Returns the statements of sessions with uncommitted changes. Only the administrator can read them. */
    private List<String> openTransactions() {
        return JdbcClient.create(new DriverManagerDataSource(access.database().url(), "", password()))
                .sql("select coalesce(executing_statement, 'some statement') from information_schema.sessions"
                        + " where contains_uncommitted")
                .query(String.class)
                .list();
    }

    private String password() {
        try {
            return Files.readString(home.resolve("database.password"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void detectsAnOpenTransaction() throws Exception {
        try (Connection connection =
                DriverManager.getConnection(access.database().url(), "petty", password())) {
            connection.setAutoCommit(false);
            assertThat(openTransactions()).isEmpty();
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update access_versions set version = version + 1");
            }
            assertThat(openTransactions()).hasSize(1);
            connection.rollback();
        }
    }

    @Test
    void generatesReadsAndRotatesSigningKeysOutsideTransactions() throws Exception {
        String code =
                access.tokens().issueCode("ann", List.of("LUNA-01"), TIMELINES).code();
        assertThat(store.requests()).isEmpty();

        SignedIn signedIn = access.access().signIn(code);
        assertThat(access.access().byToken(signedIn.accessToken()).collars()).containsExactly("LUNA-01");
        assertThat(store.requests()).contains("CreateSecret petty/signing-keys");
        assertThat(open).as("during a sign-in that generates the first key").isEmpty();

        // After the time to live, the keys are read again.
        clock.forward(SecretSettings.LOCAL.timeToLive());
        int requests = store.requests().size();
        access.access().refresh(signedIn.refreshToken(), null);
        assertThat(store.requests()).hasSizeGreaterThan(requests);
        clock.forward(SecretSettings.LOCAL.timeToLive());
        requests = store.requests().size();
        access.tokens().issue("ann", List.of("LUNA-01"), TIMELINES);
        assertThat(store.requests()).hasSizeGreaterThan(requests);
        assertThat(open).as("during a refresh and an issue of tokens").isEmpty();

        access.tokens().rotateSigningKey(true);
        assertThat(store.requests()).contains("PutSecretValue petty/signing-keys");
        assertThat(open).as("during a key rotation").isEmpty();
    }

    @Test
    void generatesTheKeyedHashKeyOutsideATransactionAndRecordsOnlyAStoredKey() {
        KeyedHashKey key = new KeyedHashKey(access.database(), access.secrets(), null);
        store.fail(500, "InternalServiceError");
        Assertions.assertThatExceptionOfType(SecretException.class).isThrownBy(key::get);
        store.recover();

        assertThat(key.get()).isEqualTo(store.get("petty/keyed-hash-key"));

        assertThat(key.get()).isEqualTo(store.get("petty/keyed-hash-key"));
        assertThat(open).isEmpty();
    }

    @Test
    void refusesKeysWithinATransaction() {
        AccessDatabase database = new AccessDatabase(access.database());
        TransactionTemplate transaction = new TransactionTemplate(
                new DataSourceTransactionManager(access.database().dataSource()));
        KeyedHashKey key = new KeyedHashKey(access.database(), access.secrets(), null);
        for (Runnable work : List.<Runnable>of(
                () -> access.signingKeys().signing(),
                () -> access.signingKeys().rotate(false),
                () -> access.signingKeys().verifying("any"),
                () -> access.signingKeys().reload(),
                key::get)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.inTransaction(() -> {
                        work.run();
                        return work;
                    }))
                    .withMessageContaining("within a database transaction");
            assertThatIllegalStateException()
                    .isThrownBy(() -> transaction.executeWithoutResult(status -> work.run()))
                    .withMessageContaining("within a database transaction");
        }
        assertThat(store.requests()).isEmpty();
    }
}
