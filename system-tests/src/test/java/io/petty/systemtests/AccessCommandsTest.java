package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Access;
import io.petty.access.AccessSettings;
import io.petty.access.InvalidCredentialException;
import io.petty.access.SignedIn;
import io.petty.access.SigningKeys;
import io.petty.cli.workspace.ExitCode;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import io.petty.secret.SecretsManagerServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the commands for tokens and API keys, and that the issued credentials work. */
class AccessCommandsTest {
    /** The clock of the commands in these tests. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T01:00:00Z"), ZoneOffset.UTC);

    /**
     * Contains the home that most tests share, because creating a home's signing key is slow. Tests that inspect a
     * home's files create their own.
     */
    @TempDir
    private static Path folder;

    private static PettyHome home() {
        return new PettyHome(folder.resolve("home"));
    }

    /** Creates the home for commands that revoke or rotate. They don't create one. */
    @BeforeAll
    static void createTheHome() {
        home().open().close();
    }

    @AfterEach
    void clearSettings() {
        System.clearProperty("petty.api.url");
        System.clearProperty("petty.access.code-life");
        System.clearProperty("petty.secrets.store");
        System.clearProperty("petty.secrets.endpoint");
        System.clearProperty("petty.secrets.prefix");
    }

    @Test
    void issuesListsAndRevokesTokens() {
        String issued = home().command("tokens", "issue", "--user", "ann@example.com", "--collars", "LUNA-01,MAX-02");
        String token = field(issued, "access_token");
        String family = field(issued, "family");
        assertThat(issued).doesNotContain("ann@example.com");
        assertThat(answer(
                        access -> String.valueOf(access.byToken(token).collars().contains("MAX-02"))))
                .isEqualTo("true");

        assertThat(home().command("tokens", "list", "--user", "ann@example.com"))
                .contains(family, "active", "timelines:read", "LUNA-01,MAX-02")
                .doesNotContain("ann@");
        assertThat(home().command("tokens", "list", "--user", "ben")).contains("There are no tokens");
        assertThat(home().command("tokens", "revoke", "--user", "ann@example.com"))
                .contains("Revoked 1 token family");
        assertThat(answer(access -> access.byToken(token).id())).isEqualTo("REVOKED");
        assertThat(home().command("tokens", "list")).contains(family, "revoked");
        assertThat(CommandRun.of("tokens").endsWith(ExitCode.WRONG_USE).err()).contains("issue", "revoke", "rotate");
        assertThat(CommandRun.of("keys").endsWith(ExitCode.WRONG_USE).err()).contains("create", "revoke", "rotate");
        assertThat(home().attempt("tokens", "revoke", "--family", family)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("no family " + family);
    }

    @Test
    void printsALinkThatSignsInOnce() {
        System.setProperty("petty.api.url", "https://petty.example/");
        CommandRun run = home().attempt(
                        "tokens", "issue", "--user", "ann", "--collars", "LUNA-01", "--status", "--link")
                .endsWith(ExitCode.DONE);
        assertThat(run.out()).startsWith("https://petty.example/#code=").hasLineCount(1);
        assertThat(run.err()).contains("Works once, until 2026-11-30T01:10:00");

        String code = run.out().strip().replaceAll(".*code=", "");
        assertThat(answer(access -> {
                    SignedIn tokens = access.signIn(code);
                    return access.byToken(tokens.accessToken()).permissions().toString();
                }))
                .contains("TIMELINES_READ", "STATUS_READ");
        assertThat(answer(access -> access.signIn(code).toString())).isEqualTo("REVOKED");
    }

    @Test
    void rotatesTheSigningKeyWithOverlapAndImmediately() {
        String token =
                field(home().command("tokens", "issue", "--user", "ann", "--collars", "LUNA-01"), "access_token");
        assertThat(home().command("tokens", "rotate")).contains("signs from 2026-11-30T01:05:00");
        assertThat(answer(access -> access.byToken(token).collars().toString())).isEqualTo("[LUNA-01]");
        assertThat(home().command("tokens", "rotate", "--at-once"))
                .contains("signs from 2026-11-30T01:00:00", "is no longer valid");
        assertThat(answer(access -> access.byToken(token).id())).isEqualTo("UNKNOWN_SIGNING_KEY");
    }

    @Test
    void createsListsRotatesAndRevokesKeys() {
        CommandRun run = home().attempt(
                        "keys",
                        "create",
                        "--name",
                        "vet",
                        "--permissions",
                        "timelines:read,status:read",
                        "--collars",
                        "LUNA-01",
                        "--expires",
                        "2027-06-30")
                .endsWith(ExitCode.DONE);
        assertThat(run.err()).contains("never shown again");
        String key = field(run.out(), "key");
        String id = field(run.out(), "id");
        assertThat(answer(access -> access.byKey(key).collars().toString())).isEqualTo("[LUNA-01]");
        assertThat(home().command("keys", "list"))
                .contains(
                        id, "vet", "active", "2027-06-30T00:00:00", "2026-11-30T01:00:00", "timelines:read,status:read")
                .doesNotContain(key);

        String next = home().command("keys", "rotate", id, "--overlap", "0s");
        assertThat(answer(access -> access.byKey(key).id())).isEqualTo("REVOKED");
        assertThat(answer(access -> access.byKey(field(next, "key")).expiresAt().toString()))
                .isEqualTo("2027-06-30T00:00:00Z");
        home().command("keys", "revoke", field(next, "id"));
        assertThat(answer(access -> access.byKey(field(next, "key")).id())).isEqualTo("REVOKED");
        assertThat(home().attempt("keys", "revoke", key)
                        .endsWith(ExitCode.FAILED)
                        .err())
                .contains("keys list")
                .doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokens issue --user ann --collars LUNA/01 => 'LUNA/01' isn't a collar's id",
                "tokens issue --user ann => --collars",
                "tokens issue --collars LUNA-01 => --user",
                "tokens revoke => --user, --family and --jti",
                "tokens revoke --user a --family b => --user, --family and --jti",
                "tokens revoke --jti x => 32 hex digits",
                "keys create --name n --permissions timelines:read => needs at least one collar",
                "keys create --name n --permissions timelines:write => no permission 'timelines:write'",
                "keys create --name n --permissions status:read --collars LUNA-01 => Collars need the permission timelines:read",
                "keys create --name n --permissions status:read --expires 2026-11-30 => expire in the future",
                "keys create --name n --permissions status:read --expires 4000d => within ten years",
                "keys create --name n --permissions status:read --expires soon => neither a lifetime like 90d",
                "keys rotate 00 --overlap -1d => must not be negative"
            })
    void reportsWrongOptions(String commandAndMessage) {
        String[] parts = commandAndMessage.split(" => ", -1);
        String[] words = parts[0].split(" ", -1);
        CommandRun run = home().attempt(words[0], (Object[]) Arrays.copyOfRange(words, 1, words.length));
        assertThat(run.endsWith(ExitCode.WRONG_USE).err()).contains(parts[1]);
    }

    @Test
    void restrictsSecretsToTheirOwner() throws Exception {
        PettyHome home = new PettyHome(folder.resolve("own"));
        home.open().close();
        home.command("status", "--raw", Files.createDirectories(folder.resolve("raw")));
        assertThat(home.folder().resolve("secrets")).as("no secret was needed").doesNotExist();
        home.command("tokens", "issue", "--user", "ann", "--collars", "LUNA-01");
        for (String file : new String[] {"secrets", "secrets.key"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.folder().resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.list(home.folder())) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
        Files.delete(home.folder().resolve("secrets.key"));
        assertThat(home.attempt("tokens", "rotate").endsWith(ExitCode.WRONG_USE).err())
                .contains("petty.secrets.key-file", "is missing");
    }

    @Test
    void namesInvalidSettings() {
        System.setProperty("petty.access.code-life", "1s");
        assertThat(home().attempt("tokens", "list").endsWith(ExitCode.WRONG_USE).err())
                .contains("petty.access.code-life must be between");
        System.clearProperty("petty.access.code-life");
        System.setProperty("petty.api.url", "ftp://elsewhere");
        assertThat(home().attempt("tokens", "list").endsWith(ExitCode.WRONG_USE).err())
                .contains("petty.api.url must be");
        System.clearProperty("petty.api.url");
        System.setProperty("petty.secrets.store", "vault");
        assertThat(home().attempt("tokens", "list").endsWith(ExitCode.WRONG_USE).err())
                .contains("petty.secrets.store must be local or aws");
    }

    @Test
    void storesSecretsInSecretsManagerIfConfigured() {
        try (SecretsManagerServer server = new SecretsManagerServer()) {
            System.setProperty("petty.secrets.store", "aws");
            System.setProperty("petty.secrets.endpoint", server.address().toString());
            System.setProperty("petty.secrets.prefix", "test/");
            PettyHome home = new PettyHome(folder.resolve("managed"));
            home.command("tokens", "issue", "--user", "ann", "--collars", "LUNA-01");
            assertThat(server.get("test/signing-keys")).contains("private_key");
            assertThat(server.get("test/keyed-hash-key")).hasSize(43);
            assertThat(home.folder().resolve("secrets")).doesNotExist();

            server.fail(400, "AccessDeniedException");
            assertThat(home.command("tokens", "list", "--user", "ann"))
                    .as("with the cached key")
                    .contains("LUNA-01");
            CommandRun refused = new PettyHome(folder.resolve("refused"))
                    .attempt("tokens", "issue", "--user", "ann", "--collars", "LUNA-01");
            assertThat(refused.endsWith(ExitCode.WRONG_USE).err())
                    .contains("test/keyed-hash-key", "allow secretsmanager:GetSecretValue");
            assertThat(server.unsigned()).isEmpty();
        }
    }

    private interface Question {
        String ask(Access access) throws InvalidCredentialException;
    }

    /** Returns the answer of the home's access check, or the reason for its refusal. */
    private String answer(Question question) {
        try (LakeDatabase database = LakeDatabase.openEmbedded(home().folder());
                Secrets secrets = Secrets.open(home().folder(), SecretSettings.LOCAL, CLOCK);
                Access access = new Access(
                        database,
                        new SigningKeys(secrets, AccessSettings.DEFAULTS, CLOCK),
                        AccessSettings.DEFAULTS,
                        CLOCK)) {
            return question.ask(access);
        } catch (InvalidCredentialException e) {
            return e.reason().toString();
        }
    }

    private static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }
}
