package io.petty.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in the encrypted file of a home. */
class LocalSecretsTest {
    @TempDir
    private Path folder;

    private Secrets open(String home) {
        return Secrets.open(folder.resolve(home), SecretSettings.LOCAL, Clock.systemUTC());
    }

    private Path file(String name) {
        return folder.resolve("home").resolve(name);
    }

    @Test
    void storesSecretsOnlyInEncryptedForm() throws Exception {
        try (Secrets secrets = open("home")) {
            assertThat(secrets.find(SecretName.KEYED_HASH_KEY)).isEmpty();
            assertThat(folder.resolve("home")).doesNotExist();
            secrets.change(SecretName.KEYED_HASH_KEY, known -> "planted \"ü\u0000");
            secrets.change(SecretName.SIGNING_KEYS, known -> "[]");
        }
        try (Secrets again = open("home")) {
            assertThat(again.find(SecretName.KEYED_HASH_KEY)).contains("planted \"ü\u0000");
            assertThat(again.find(SecretName.SIGNING_KEYS)).contains("[]");
        }
        assertThat(Files.readString(file("secrets"), StandardCharsets.ISO_8859_1))
                .doesNotContain("planted", "signing");
    }

    @Test
    void keepsAllSecretsThatProcessesCreateAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Map<SecretName, List<Future<String>>> made = new EnumMap<>(SecretName.class);
            for (int i = 0; i < 8; i++) {
                String mine = "made by " + i;
                for (SecretName name : SecretName.values()) {
                    made.computeIfAbsent(name, none -> new ArrayList<>()).add(threads.submit(() -> {
                        try (Secrets secrets = open("home")) {
                            return secrets.change(name, known -> known.isEmpty() ? mine : known);
                        }
                    }));
                }
            }
            for (Map.Entry<SecretName, List<Future<String>>> secret : made.entrySet()) {
                for (Future<String> one : secret.getValue()) {
                    one.get();
                }
                for (Future<String> one : secret.getValue()) {
                    assertThat(open("home").find(secret.getKey())).contains(one.get());
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void refusesADamagedFileWithoutChangingIt() throws Exception {
        try (Secrets secrets = open("home")) {
            secrets.change(SecretName.DATABASE, known -> "planted");
            byte[] good = Files.readAllBytes(file("secrets"));
            for (int i = 0; i < good.length; i++) {
                byte[] bad = good.clone();
                bad[i] ^= 1;
                refused(secrets, bad, "backup", "key-file");
            }
            for (int length : new int[] {0, 1, 20, good.length - 1}) {
                refused(secrets, Arrays.copyOf(good, length), "backup");
            }
            refused(secrets, "[]".getBytes(StandardCharsets.UTF_8), "not a file of Petty's secrets");
            Files.write(file("secrets"), good);
            assertThat(secrets.find(SecretName.DATABASE)).contains("planted");
        }
    }

    @Test
    void refusesAWrongDamagedOrMissingKey() throws Exception {
        open("other").change(SecretName.DATABASE, known -> "another's");
        try (Secrets secrets = open("home")) {
            secrets.change(SecretName.DATABASE, known -> "planted");
            byte[] key = Files.readAllBytes(file("secrets.key"));
            Files.copy(folder.resolve("other/secrets.key"), file("secrets.key"), StandardCopyOption.REPLACE_EXISTING);
            refused(secrets, Files.readAllBytes(file("secrets")), "petty.secrets.key-file", "is not the key");
            Files.writeString(file("secrets.key"), "nonsense");
            refused(secrets, Files.readAllBytes(file("secrets")), "petty.secrets.key-file", "holds no Petty key");
            Files.delete(file("secrets.key"));
            refused(secrets, Files.readAllBytes(file("secrets")), "petty.secrets.key-file", "is missing");
            Files.write(file("secrets.key"), key);
            assertThat(secrets.find(SecretName.DATABASE)).contains("planted");
        }
    }

    /**
     * Asserts that reading and writing fail without changing the file, and that the message contains one of the words.
     */
    private void refused(Secrets secrets, byte[] content, String... words) throws Exception {
        Files.write(file("secrets"), content);
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> secrets.find(SecretName.DATABASE))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).containsAnyOf(words))
                .withMessageContaining(folder.toString())
                .withMessageNotContaining("planted");
        assertThatExceptionOfType(SecretException.class)
                .isThrownBy(() -> secrets.change(SecretName.DATABASE, known -> "new"));
        assertThat(Files.readAllBytes(file("secrets"))).isEqualTo(content);
    }
}
