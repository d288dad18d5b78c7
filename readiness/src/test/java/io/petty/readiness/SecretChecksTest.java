package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.SigningKeyRotation;
import io.petty.access.TokenAdministration;
import io.petty.readiness.Finding.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the checks of secrets with each way in which a secret can leak. */
@ExtendWith(SharedFakeApi.class)
class SecretChecksTest {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    private final FakeApi api;
    private final Path home;

    private final SensitiveTexts sensitive = new SensitiveTexts();
    private final Subject subject;

    SecretChecksTest(FakeApi api) {
        this.api = api;
        home = api.home();
        api.marker(PASSWORD);
        subject = api.subject(sensitive, api.installation(), true);
    }

    @BeforeEach
    void prepare() {
        sensitive.add("value of PETTY_DATABASE_PASSWORD", PASSWORD);
        api.issuer(sensitive).tokens("READINESS-OWN");
        StoredSecrets.remember(api.secrets(), sensitive);
    }

    @AfterEach
    void restore() throws IOException {
        System.clearProperty("petty.database.password");
        Files.deleteIfExists(home.resolve("dump.log"));
        Files.deleteIfExists(home.resolve("old/notes"));
        for (String file : List.of("secrets", "secrets.key")) {
            Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
    }

    private Finding finding(String id) throws InterruptedException {
        return finding(id, tokens -> tokens.rotateSigningKey(false));
    }

    private Finding finding(String id, Function<TokenAdministration, SigningKeyRotation> rotation)
            throws InterruptedException {
        return CheckRuns.finding(id, sensitive, new SecretChecks(subject, folder, rotation).all());
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets.store", "secrets.home", "secrets.settings", "secrets.echo", "secrets.rotation"})
    void passIfNoSecretLeaks(String id) throws InterruptedException {
        Finding finding = finding(id);
        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrets", "secrets.key"})
    void failIfOthersCanReadAFileOfSecrets(String file) throws Exception {
        Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-r-----"));
        Finding finding = finding("secrets.store");
        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains(file, "rw-r-----");
    }

    @Test
    void failOnASecretInAFileOfTheHome() throws Exception {
        String key = sensitive.secrets().entrySet().stream()
                .filter(secret -> secret.getValue().equals("signing-keys"))
                .findFirst()
                .orElseThrow()
                .getKey();
        // The search reads files in blocks. The key spans two of them.
        Files.writeString(home.resolve("dump.log"), "x".repeat((1 << 20) - 100) + key);
        Files.writeString(Files.createDirectories(home.resolve("old")).resolve("notes"), "the password: " + PASSWORD);

        Finding finding = finding("secrets.home");

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence())
                .contains("dump.log has a secret in plain text: signing-keys", "notes has a secret in plain text")
                .doesNotContain(PASSWORD, key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "petty.database.password=hunter2",
                "petty.user-key-secret = abc",
                "  password: hunter2",
                "petty.database.password=${",
            })
    void failOnASecretInASettingsFile(String line) throws Exception {
        Files.write(folder.resolve("petty.properties"), List.of("petty.threads=2", line));
        Finding finding = finding("secrets.settings");
        if (line.endsWith("${")) {
            assertThat(finding.outcome()).as("a reference to a secret").isEqualTo(Outcome.PASS);
        } else {
            assertThat(finding.evidence())
                    .contains("line 2 of petty.properties")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void ignoreSettingsWithSimilarNames() throws Exception {
        Files.write(
                folder.resolve("petty.properties"),
                List.of(
                        "# petty.database.password=comment",
                        "petty.access.access-token-life=15m",
                        "petty.secrets.store=aws",
                        "petty.secrets.key-file=/etc/petty/key"));
        assertThat(finding("secrets.settings").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void failOnASecretOnTheCommandLine() throws Exception {
        System.setProperty("petty.database.password", "hunter2");
        assertThat(finding("secrets.settings").evidence()).contains("-Dpetty.database.password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ECHOES_ITS_ENVIRONMENT", "EXPOSES_THE_ENVIRONMENT"})
    void failIfTheServiceRevealsItsEnvironment(String fault) throws Exception {
        subject.collars();
        api.breakBy(FakeApi.Fault.valueOf(fault));
        Finding finding = finding("secrets.echo");
        assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(Outcome.FAIL);
        assertThat(finding.evidence()).contains("READINESS_MARKER").doesNotContain(PASSWORD);
    }

    @Test
    void failIfARotationRevokesOldTokensOrPublishesNoNewKey() throws Exception {
        assertThat(finding("secrets.rotation", tokens -> tokens.rotateSigningKey(true))
                        .evidence())
                .contains("earlier tokens are no longer valid");
        assertThat(finding("secrets.rotation", tokens -> new SigningKeyRotation("none", Instant.EPOCH, List.of()))
                        .evidence())
                .contains("the new key isn't published");
    }

    @Test
    void findSecretsInBinaryFiles() throws Exception {
        Path file = folder.resolve("bytes");
        Files.write(file, ("\u0000\u00ff" + PASSWORD).getBytes(StandardCharsets.ISO_8859_1));
        ClearTexts search = new ClearTexts(Map.of(PASSWORD, "password"));
        search.look(folder, Set.of());
        assertThat(search.found()).containsExactly("bytes has a secret in plain text: password");
    }
}
