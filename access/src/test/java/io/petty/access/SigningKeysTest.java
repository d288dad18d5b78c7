package io.petty.access;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.process.HandClock;
import io.petty.secret.SecretException;
import io.petty.secret.Secrets;
import io.petty.secret.SecretsManagerServer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeysTest {
    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"planted-s3cret", "{\"planted\":\"s3cret\"}", "[{\"id\":\"planted-s3cret\"}]"})
    void reportsADamagedSecretWithoutQuotingIt(String text) {
        try (SecretsManagerServer store = new SecretsManagerServer();
                Secrets secrets = Secrets.open(home, store.settings(), clock)) {
            store.put("petty/signing-keys", text);
            SigningKeys keys = new SigningKeys(secrets, AccessSettings.DEFAULTS, clock);

            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(keys::signing)
                    .withNoCause()
                    .withMessageContaining("isn't a list of signing keys: restore it")
                    .withMessageNotContaining("planted");
        }
    }
}
