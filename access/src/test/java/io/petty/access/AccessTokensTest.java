package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.petty.access.InvalidCredentialException.Reason;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refused tokens, and the rotation of signing keys. */
class AccessTokensTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);

    @TempDir
    private static Path folder;

    private static final HandClock CLOCK = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
    private static AccessHome home;
    private static String good = "";

    @TempDir
    private Path other;

    @BeforeAll
    static void issueAGoodToken() {
        home = new AccessHome(folder, DatabaseSettings.EMBEDDED, CLOCK);
        good = home.tokens()
                .issue("ann", List.of("LUNA-01"), TIMELINES)
                .tokens()
                .accessToken();
    }

    @AfterAll
    static void close() {
        home.close();
    }

    static Stream<ForgedTokens.Forged> forgedTokens() {
        return ForgedTokens.all(good, home.signingKeys()).stream();
    }

    @ParameterizedTest
    @MethodSource("forgedTokens")
    void refuses(ForgedTokens.Forged forged) {
        assertThat(reason(home.access(), forged.token())).isEqualTo(forged.reason());
        assertThat(reason(home.access(), good)).as("the valid token").isNull();
    }

    @Test
    void publishesANewKeyBeforeItSignsAndTheOldKeyUntilItsTokensExpire() {
        HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
        try (AccessHome here = new AccessHome(other, DatabaseSettings.EMBEDDED, clock);
                AccessHome elsewhere = new AccessHome(other, DatabaseSettings.EMBEDDED, clock)) {
            String first = token(here);
            assertThat(reason(elsewhere.access(), first)).isNull();
            SigningKeyRotation rotation = here.tokens().rotateSigningKey(false);
            assertThat(rotation.signsFrom()).isEqualTo("2026-11-20T12:05:00Z");

            assertThat(kids(elsewhere)).hasSize(2).contains(rotation.kid());
            clock.forward(Duration.ofMinutes(5).minusSeconds(1));
            String last = token(elsewhere);
            assertThat(kid(last)).isEqualTo(kid(first)).isNotEqualTo(rotation.kid());
            clock.forward(Duration.ofSeconds(1));
            String next = token(elsewhere);
            assertThat(kid(next)).isEqualTo(rotation.kid());
            assertThat(reason(here.access(), next)).isNull();
            clock.forward(Duration.ofMinutes(15));
            assertThat(reason(here.access(), last)).as("within the skew").isNull();
            clock.forward(Duration.ofSeconds(30));
            assertThat(kids(here)).containsExactly(rotation.kid());
            assertThat(reason(here.access(), last)).isNotNull();
        }
    }

    @Test
    void dropsALeakedKeyAtOnceInAllProcesses() {
        HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00Z"));
        try (AccessHome here = new AccessHome(other, DatabaseSettings.EMBEDDED, clock);
                AccessHome elsewhere = new AccessHome(other, DatabaseSettings.EMBEDDED, clock)) {
            String leaked = token(here);
            assertThat(reason(elsewhere.access(), leaked)).isNull();

            SigningKeyRotation rotation = here.tokens().rotateSigningKey(true);

            assertThat(rotation.dropped()).containsExactly(kid(leaked));
            assertThat(reason(elsewhere.access(), leaked)).isEqualTo(Reason.UNKNOWN_SIGNING_KEY);
            assertThat(kids(elsewhere)).containsExactly(rotation.kid());
            String next = token(elsewhere);
            assertThat(kid(next)).isEqualTo(rotation.kid());
            assertThat(reason(here.access(), next)).isNull();
        }
    }

    @Test
    void publishesNoPrivateKeyMaterial() {
        assertThat(published(home))
                .allSatisfy(key ->
                        assertThat(key.keySet()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e"));
    }

    private static String token(AccessHome home) {
        return home.tokens()
                .issue("ann", List.of("LUNA-01"), TIMELINES)
                .tokens()
                .accessToken();
    }

    private static String kid(String token) {
        try {
            return AccessTokens.kid(token);
        } catch (InvalidCredentialException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> published(AccessHome home) {
        return (List<Map<String, Object>>) home.access().jwks().getOrDefault("keys", List.of());
    }

    private static List<Object> kids(AccessHome home) {
        return published(home).stream().map(key -> key.get("kid")).toList();
    }

    /** Returns why a token is refused; null if it is accepted. */
    private static @Nullable Reason reason(Access access, String token) {
        InvalidCredentialException refused =
                catchThrowableOfType(InvalidCredentialException.class, () -> access.byToken(token));
        return refused == null ? null : refused.reason();
    }
}
