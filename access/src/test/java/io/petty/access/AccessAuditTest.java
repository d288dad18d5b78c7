package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit lines of credentials, from issue to revocation. */
class AccessAuditTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final String USER = "Ann Example";
    private static final String COLLAR = "LUNA-01";

    @TempDir
    private static Path folder;

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final AuditLines audit = new AuditLines();
    private final List<String> secrets = new ArrayList<>(List.of(USER, COLLAR));
    private AccessHome home;

    @BeforeEach
    void open() {
        home = new AccessHome(folder, DatabaseSettings.EMBEDDED, clock);
    }

    @AfterEach
    void assertNoSecrets() {
        home.close();
        audit.close();
        assertThat(audit.all()).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }

    @Test
    void eachSignInRefreshAndSignOutWritesALineWithTheFamily() throws Exception {
        SignInCode code = home.tokens().issueCode(USER, List.of(COLLAR), TIMELINES);
        SignedIn signedIn = remembered(home.access().signIn(code.code()));
        SignedIn refreshed = remembered(home.access().refresh(signedIn.refreshToken(), null));
        assertThat(home.access().revoke(refreshed.refreshToken())).contains(code.family());
        assertThat(home.access().revoke(refreshed.refreshToken())).isEmpty();
        secrets.add(code.code());

        for (String event : List.of("code-issued", "sign-in", "refresh", "sign-out")) {
            assertThat(audit.with("event=" + event + " ", "family=" + code.family()))
                    .as(event)
                    .hasSize(1);
        }
        assertThat(audit.all()).hasSize(4);
    }

    @Test
    void reuseOfARefreshTokenWritesOneLinePerFamily() throws Exception {
        IssuedTokens issued = home.tokens().issue(USER, List.of(COLLAR), TIMELINES);
        remembered(issued.tokens());
        remembered(home.access().refresh(issued.tokens().refreshToken(), null));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> home.access().refresh(issued.tokens().refreshToken(), null))
                    .isInstanceOf(InvalidCredentialException.class);
        }

        assertThat(audit.with("event=refresh-token-reuse", "family=" + issued.family()))
                .hasSize(1);
    }

    @Test
    void reuseOfARefreshTokenOfARevokedFamilyWritesNoLine() throws Exception {
        IssuedTokens issued = home.tokens().issue(USER, List.of(COLLAR), TIMELINES);
        remembered(home.access().refresh(issued.tokens().refreshToken(), null));
        home.tokens().revokeFamily(issued.family());

        assertThatThrownBy(() -> home.access().refresh(issued.tokens().refreshToken(), null))
                .isInstanceOf(InvalidCredentialException.class);

        assertThat(audit.with("event=refresh-token-reuse")).isEmpty();
    }

    @Test
    void eachIssueRevocationAndRotationWritesALineWithTheId() {
        IssuedTokens first = home.tokens().issue(USER, List.of(COLLAR), TIMELINES);
        IssuedTokens second = home.tokens().issue(USER, List.of(COLLAR), TIMELINES);
        remembered(first.tokens());
        remembered(second.tokens());
        String jti = ForgedTokens.claim(first.tokens().accessToken(), "jti");
        home.tokens().revokeToken(jti);
        home.tokens().revokeFamily(first.family());
        home.tokens().revokeFamily(first.family());
        home.tokens().revokeUser(USER);
        home.tokens().revokeUser(USER);
        SigningKeyRotation rotation = home.tokens().rotateSigningKey(true);
        CreatedKey key = home.keys().create("for a vet", List.of(COLLAR), TIMELINES, Duration.ofDays(1));
        CreatedKey next = home.keys().rotate(key.key().id(), Duration.ZERO).orElseThrow();
        home.keys().revoke(next.key().id());
        home.keys().revoke(next.key().id());
        secrets.addAll(List.of(key.text(), next.text(), "for a vet"));

        assertThat(audit.all())
                .satisfiesExactly(
                        line -> assertThat(line).contains("event=tokens-issued", "family=" + first.family()),
                        line -> assertThat(line).contains("event=tokens-issued", "family=" + second.family()),
                        line -> assertThat(line).contains("event=token-revoked", "jti=" + jti),
                        line -> assertThat(line).contains("event=family-revoked", "family=" + first.family()),
                        line -> assertThat(line).contains("event=user-revoked", "families="),
                        line -> assertThat(line).contains("event=signing-key-rotated", "kid=" + rotation.kid()),
                        line -> assertThat(line)
                                .contains(
                                        "event=signing-key-dropped",
                                        "kid=" + rotation.dropped().get(0)),
                        line -> assertThat(line)
                                .contains(
                                        "event=key-created", "key=" + key.key().id()),
                        line -> assertThat(line)
                                .contains(
                                        "event=key-rotated",
                                        "key=" + key.key().id(),
                                        "new_key=" + next.key().id()),
                        line -> assertThat(line)
                                .contains(
                                        "event=key-revoked", "key=" + next.key().id()));
    }

    @Test
    void aForgottenCollarWritesALineWithTheNumberOfItsGrants() {
        home.keys().create("for a vet", List.of("GONE-01"), TIMELINES, Duration.ofDays(1));
        secrets.add("GONE-01");

        new CollarRevocation(home.database()).remove("GONE-01");
        new CollarRevocation(home.database()).remove("GONE-01");

        assertThat(audit.with("event=collar-removed"))
                .singleElement()
                .asString()
                .contains("grants=1");
    }

    private SignedIn remembered(SignedIn tokens) {
        secrets.addAll(List.of(tokens.accessToken(), tokens.refreshToken()));
        return tokens;
    }
}
