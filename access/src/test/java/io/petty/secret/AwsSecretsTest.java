package io.petty.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.petty.lake.database.DatabaseLogin;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in Secrets Manager, with the real SDK over HTTP. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AwsSecretsTest {
    private static final String GET = "GetSecretValue petty/database";

    @TempDir
    private Path home;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final SecretsManagerServer server = new SecretsManagerServer();

    @AfterEach
    void stop() {
        assertThat(server.unsigned()).isEmpty();
        server.close();
    }

    private Secrets open() {
        return Secrets.open(home, server.settings(), clock);
    }

    @Test
    void readsASecretOncePerTimeToLiveAndThenReturnsItsRotatedValue() {
        server.put("petty/database", "first");
        try (Secrets secrets = open()) {
            assertThat(server.requests()).as("no request before the first use").isEmpty();
            assertThat(secrets.find(SecretName.DATABASE)).contains("first");
            server.put("petty/database", "second");
            clock.forward(Duration.ofMinutes(3));
            assertThat(secrets.find(SecretName.DATABASE)).contains("first");
            assertThat(server.requests()).containsExactly(GET);
            clock.forward(Duration.ofMinutes(2));
            assertThat(secrets.find(SecretName.DATABASE)).contains("second");
            server.put("petty/database", "third");
            assertThat(secrets.findNow(SecretName.DATABASE)).contains("third");
            assertThat(secrets.find(SecretName.DATABASE)).contains("third");
        }
    }

    @Test
    void refreshesInTheBackgroundWithoutBlockingCallers() throws Exception {
        server.put("petty/database", "first");
        try (Secrets secrets = open()) {
            assertThat(secrets.find(SecretName.DATABASE)).contains("first");
            server.put("petty/database", "second");
            server.hold();
            clock.forward(Duration.ofMinutes(4).plusSeconds(1));
            for (int i = 0; i < 10; i++) {
                assertThat(secrets.find(SecretName.DATABASE)).contains("first");
            }
            server.recover();
            while (!secrets.find(SecretName.DATABASE).equals(Optional.of("second"))) {
                Thread.onSpinWait();
            }
            assertThat(server.requests()).containsExactly(GET, GET);
        }
    }

    @Test
    void usesTheLastGoodValueDuringAnOutageUpToTheStaleLimit() {
        server.put("petty/database", "good");
        try (Secrets secrets = open()) {
            assertThat(secrets.find(SecretName.DATABASE)).contains("good");
            for (String code : List.of("InternalServiceError", "ThrottlingException", "AccessDeniedException")) {
                server.fail(code.startsWith("I") ? 500 : 400, code);
                clock.forward(Duration.ofMinutes(6));
                assertThat(secrets.find(SecretName.DATABASE)).as(code).contains("good");
                int asked = server.requests().size();
                assertThat(secrets.find(SecretName.DATABASE)).as(code).contains("good");
                assertThat(server.requests()).as("no further request").hasSize(asked);
            }
            clock.forward(Duration.ofHours(24));
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> secrets.find(SecretName.DATABASE))
                    .withMessageContaining("petty.secrets.stale-limit")
                    .withMessageNotContaining("good");
            server.recover();
            clock.forward(Duration.ofMinutes(1));
            assertThat(secrets.find(SecretName.DATABASE)).contains("good");
        }
    }

    @Test
    void survivesARestartDuringAnOutageWithTheEncryptedCopy() throws Exception {
        server.put("petty/database", "{\"username\":\"petty\",\"password\":\"planted-s3cret\"}");
        try (Secrets secrets = open()) {
            assertThat(login(secrets).password()).isEqualTo("planted-s3cret");
        }
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("planted", "username");
            }
        }
        server.fail(503, "ServiceUnavailable");
        clock.forward(Duration.ofHours(1));
        try (Secrets secrets = open()) {
            assertThat(login(secrets).password()).isEqualTo("planted-s3cret");
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> secrets.find(SecretName.KEYED_HASH_KEY))
                    .withMessageContaining("petty/keyed-hash-key");
        }
        Files.writeString(home.resolve("secrets.cache"), "nonsense");
        try (Secrets secrets = open()) {
            assertThatExceptionOfType(SecretException.class).isThrownBy(() -> secrets.find(SecretName.DATABASE));
            server.recover();
            assertThat(login(secrets).user()).isEqualTo("petty");
        }
    }

    @Test
    void reportsAMissingDeniedOrUnreachableSecretAtTheFirstStart() {
        try (Secrets secrets = open()) {
            assertThat(secrets.find(SecretName.DATABASE)).isEmpty();
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> login(secrets))
                    .withMessageContainingAll("petty.database.password", "'database'", "username and password");
            server.put("petty/database", "not JSON s3cret");
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> login(secrets))
                    .withMessageContaining("isn't a JSON object with username and password")
                    .withMessageNotContaining("s3cret");
        }
        server.fail(400, "AccessDeniedException");
        try (Secrets secrets = Secrets.open(home.resolve("other"), server.settings(), clock)) {
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> secrets.find(SecretName.DATABASE))
                    .withMessageContainingAll("petty/database", "allow secretsmanager:GetSecretValue");
        }
        SecretSettings nowhere = new SecretSettings(
                "aws",
                null,
                "petty/",
                URI.create("http://127.0.0.1:1"),
                "eu-central-1",
                Duration.ofMinutes(5),
                Duration.ofHours(24));
        try (Secrets secrets = Secrets.open(home.resolve("other"), nowhere, clock)) {
            assertThatExceptionOfType(SecretException.class)
                    .isThrownBy(() -> secrets.find(SecretName.DATABASE))
                    .withMessageContainingAll("petty/database", "petty.secrets.endpoint");
        }
    }

    @Test
    void concurrentProcessesGetTheSameFirstValue() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> {
                        try (Secrets secrets = Secrets.open(home.resolve("home" + i), server.settings(), clock)) {
                            return secrets.change(
                                    SecretName.KEYED_HASH_KEY, known -> known.isEmpty() ? "value " + i : known);
                        }
                    }))
                    .toList();
            for (Future<String> one : made) {
                assertThat(one.get()).isEqualTo(server.get("petty/keyed-hash-key"));
            }
        } finally {
            threads.shutdown();
        }
        try (Secrets secrets = open()) {
            assertThat(secrets.change(SecretName.KEYED_HASH_KEY, known -> known + "!"))
                    .endsWith("!");
            assertThat(server.get("petty/keyed-hash-key")).endsWith("!");
            assertThat(server.requests()).contains("PutSecretValue petty/keyed-hash-key");
        }
    }

    @Test
    void appliesAChangeToTheValueThatAnotherProcessWroteMeanwhile() {
        server.put("petty/signing-keys", "old");
        try (Secrets here = open();
                Secrets there = Secrets.open(home.resolve("there"), server.settings(), clock)) {
            assertThat(here.change(SecretName.SIGNING_KEYS, known -> {
                        if (known.equals("old")) {
                            there.change(SecretName.SIGNING_KEYS, now -> now + ", there");
                        }
                        return known + ", here";
                    }))
                    .isEqualTo("old, there, here")
                    .isEqualTo(server.get("petty/signing-keys"));
        }
    }

    @Test
    void changesAValueThatAnOperatorHasRestored() {
        server.put("petty/signing-keys", "old");
        String old = String.valueOf(server.version("petty/signing-keys"));
        try (Secrets secrets = open()) {
            secrets.change(SecretName.SIGNING_KEYS, known -> known + ", changed");
            server.goBackTo("petty/signing-keys", old);
            assertThat(secrets.change(SecretName.SIGNING_KEYS, known -> known + ", changed again"))
                    .isEqualTo("old, changed again")
                    .isEqualTo(server.get("petty/signing-keys"));
        }
    }

    @Test
    void oneProcessSetsTheFirstValueOfASecretThatWasCreatedWithoutOne() throws Exception {
        server.putWithoutValue("petty/signing-keys");
        try (Secrets secrets = open()) {
            assertThat(secrets.find(SecretName.SIGNING_KEYS)).isEmpty();
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> made = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        try (Secrets secrets = Secrets.open(home.resolve("home" + i), server.settings(), clock)) {
                            return secrets.change(
                                    SecretName.SIGNING_KEYS, known -> known.isEmpty() ? "value " + i : known);
                        }
                    }))
                    .toList();
            for (Future<String> one : made) {
                assertThat(one.get()).isEqualTo(server.get("petty/signing-keys"));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(server.requests())
                .as("only the deployment may create secrets")
                .noneMatch(request -> request.startsWith("CreateSecret"));
        try (Secrets secrets = open()) {
            assertThat(secrets.change(SecretName.SIGNING_KEYS, known -> known + "!"))
                    .isEqualTo(server.get("petty/signing-keys"))
                    .endsWith("!");
        }
    }

    private static DatabaseLogin login(Secrets secrets) {
        return Objects.requireNonNull(DatabaseSecret.logins(secrets, DatabaseSettings.EMBEDDED))
                .recent()
                .get();
    }
}
