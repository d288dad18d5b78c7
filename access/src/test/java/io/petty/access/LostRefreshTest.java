package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.process.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refreshes repeated after a lost response, and attacks on them. */
@ParameterizedClass
@ValueSource(strings = {"h2", "postgresql"})
class LostRefreshTest {
    private static final int CALLS_EACH = 50;
    private static final String ATTEMPT = "9d0c1f3e-attempt-of-the-page";

    @TempDir
    private static Path home;

    @Parameter
    private String kind = "";

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00.250Z"));
    private AccessHome access;
    private String token;

    @BeforeEach
    void signIn() {
        access = new AccessHome(home, AccessDatabases.settings(kind), clock, SimultaneousRefreshes.PATIENCE);
        token = access.tokens()
                .issue("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                .tokens()
                .refreshToken();
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void aRepeatedAttemptGetsTheSameRefreshToken() throws Exception {
        SignedIn lost = access.access().refresh(token, ATTEMPT);
        clock.forward(Duration.ofSeconds(119));
        SignedIn arrived = access.access().refresh(token, ATTEMPT);

        assertThat(arrived.refreshToken()).isEqualTo(lost.refreshToken()).isNotEqualTo(token);
        assertThat(arrived.refreshExpiresAt()).isEqualTo(lost.refreshExpiresAt());
        SignedIn next = access.access().refresh(arrived.refreshToken(), "another-attempt-of-it");
        assertThat(access.access().byToken(next.accessToken()).collars()).containsExactly("LUNA-01");
        assertThat(access.access().byToken(lost.accessToken()).collars()).containsExactly("LUNA-01");
    }

    @Test
    void neitherTheCallNorTheDatabaseAloneRevealsTheNextToken() throws Exception {
        SignedIn first = access.access().refresh(token, ATTEMPT);
        access.access().refresh(first.refreshToken(), "another-attempt-of-it");

        assertThat(first.refreshToken()).isNotEqualTo(OpaqueText.derived(token, ATTEMPT));
        List<String> stored = JdbcClient.create(access.database().dataSource())
                .sql("select successor_salt from refresh_tokens where attempt_hash = ?")
                .param(OpaqueText.hash(ATTEMPT))
                .query(String.class)
                .list();
        assertThat(stored).isNotEmpty().doesNotHaveDuplicates().doesNotContain(first.refreshToken(), token);
    }

    @Test
    void aDifferentOrMissingAttemptRevokesTheFamily() throws Exception {
        SignedIn first = access.access().refresh(token, ATTEMPT);

        assertRefused(token, "somebody-else's-attempt");
        assertRefused(first.refreshToken(), null);
    }

    @Test
    void repeatingAnAttemptAfterItsTokenWasUsedRevokesTheFamily() throws Exception {
        SignedIn first = access.access().refresh(token, ATTEMPT);
        SignedIn second = access.access().refresh(first.refreshToken(), "another-attempt-of-it");

        assertRefused(token, ATTEMPT);
        assertRefused(second.refreshToken(), null);
    }

    @Test
    void repeatingAnAttemptAfterTwoMinutesIsRefused() throws Exception {
        access.access().refresh(token, ATTEMPT);
        clock.forward(Duration.ofMinutes(2));

        assertRefused(token, ATTEMPT);
    }

    @Test
    void aHundredCallsOfOneAttemptInTwoProcessesGetTheSameRefreshToken() throws Exception {
        List<String> refreshed = new ArrayList<>();
        SignedIn first;
        try (AccessProcess elsewhere = AccessProcess.start(home, AccessDatabases.settings(kind), clock)) {
            elsewhere.refresh(token, ATTEMPT, CALLS_EACH);
            List<SignedIn> here = SimultaneousRefreshes.of(access.access(), token, ATTEMPT, CALLS_EACH);
            first = here.get(0);
            here.forEach(answer -> refreshed.add(answer.refreshToken()));
            refreshed.addAll(elsewhere.refreshed());
        }

        assertThat(refreshed).hasSize(2 * CALLS_EACH).containsOnly(first.refreshToken());
        assertThat(access.access().byToken(first.accessToken()).collars()).containsExactly("LUNA-01");

        assertRefused(token, "somebody-else's-attempt");
        assertThatThrownBy(() -> access.access().byToken(first.accessToken()))
                .isInstanceOf(InvalidCredentialException.class);
        assertRefused(first.refreshToken(), null);
    }

    private void assertRefused(String refreshToken, @Nullable String attempt) {
        assertThatThrownBy(() -> access.access().refresh(refreshToken, attempt))
                .isInstanceOf(InvalidCredentialException.class);
    }
}
