package io.petty.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** The key with which user ids are hashed, in one home and in several homes that share a database. */
class KeyedHashKeyTest {
    @TempDir
    private Path folder;

    private LakeDatabase database;

    @BeforeEach
    void open() {
        database = LakeDatabase.openEmbedded(folder.resolve("database"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private String key(String home, @Nullable String set) {
        try (Secrets secrets = Secrets.open(folder.resolve(home), SecretSettings.LOCAL, Clock.systemUTC())) {
            return new KeyedHashKey(database, secrets, set).get();
        }
    }

    @Test
    void generatesAKeyForANewHomeAndKeepsIt() {
        String key = key("home", null);
        assertThat(key).hasSize(43);
        assertThat(key("home", null)).isEqualTo(key);
    }

    @Test
    void usesTheSettingAndFailsAfterItsRemoval() {
        assertThat(key("home", "configured key")).isEqualTo("configured key");
        assertThat(key("home", "another")).isEqualTo("another");
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> key("home", null))
                .withMessageContainingAll("petty.user-key-secret", "petty.secrets.store=aws")
                .withMessageNotContaining("another ");
    }

    @Test
    void refusesAKeyThatDiffersFromThatOfAnotherHomeOnTheDatabase() {
        String key = key("home", null);
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> key("new", null))
                .withMessageContaining("secrets.key");
        try (Secrets secrets = Secrets.open(folder.resolve("other"), SecretSettings.LOCAL, Clock.systemUTC())) {
            secrets.change(SecretName.KEYED_HASH_KEY, known -> "made elsewhere");
        }
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> key("other", null))
                .withMessageContaining("a different key");
        assertThat(key("home", null)).isEqualTo(key);
    }

    /** A job step, too, runs in a transaction that doesn't use this database. */
    @Test
    void returnsTheKeyInATransactionOfAnotherDatabase() {
        TransactionTemplate other = new TransactionTemplate(
                new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:another")));

        assertThat(other.<String>execute(status -> key("home", "configured key")))
                .isEqualTo("configured key");
    }
}
