package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A refresh whose answer never arrives, and those who would make use of that. */
@ParameterizedClass
@ValueSource(strings = {"h2", "postgresql"})
class LostRefreshTest {
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
        access = new AccessHome(home, AccessDatabases.settings(kind), clock);
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
    void theSameAttemptIsAnsweredAgainAsOftenAsItsAnswerIsLost() throws Exception {
        SignedIn lost = access.access().refresh(token, ATTEMPT);
        SignedIn lostToo = access.access().refresh(token, ATTEMPT);
        SignedIn arrived = access.access().refresh(token, ATTEMPT);

        assertThat(Set.of(lost.refreshToken(), lostToo.refreshToken(), arrived.refreshToken()))
                .hasSize(3);
        SignedIn next = access.access().refresh(arrived.refreshToken(), "another-attempt-of-it");
        assertThat(access.access().byToken(next.accessToken()).collars()).containsExactly("LUNA-01");
    }

    @Test
    void aTokenOfAnAnswerThatWasLostEndsTheFamilyWhenItTurnsUp() throws Exception {
        SignedIn lost = access.access().refresh(token, ATTEMPT);
        SignedIn arrived = access.access().refresh(token, ATTEMPT);

        assertRefused(lost.refreshToken(), null);
        assertRefused(arrived.refreshToken(), null);
    }

    @Test
    void anotherAttemptOrNoneEndsTheFamily() throws Exception {
        SignedIn first = access.access().refresh(token, ATTEMPT);

        assertRefused(token, "somebody-else's-attempt");
        assertRefused(first.refreshToken(), null);
    }

    @Test
    void anAttemptWhoseAnswerWasUsedEndsTheFamily() throws Exception {
        SignedIn first = access.access().refresh(token, ATTEMPT);
        SignedIn second = access.access().refresh(first.refreshToken(), "another-attempt-of-it");

        assertRefused(token, ATTEMPT);
        assertRefused(second.refreshToken(), null);
    }

    @Test
    void anAttemptIsMadeAgainForTwoMinutes() throws Exception {
        access.access().refresh(token, ATTEMPT);
        clock.forward(Duration.ofMinutes(2));

        assertRefused(token, ATTEMPT);
    }

    @Test
    void twoCallsOfOneAttemptAtOnceAreBothAnswered() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<SignedIn>> calls = threads.invokeAll(List.of(() -> atOnce(together), () -> atOnce(together)));
            Set<String> answers =
                    Set.of(calls.get(0).get().refreshToken(), calls.get(1).get().refreshToken());
            assertThat(answers).hasSize(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private SignedIn atOnce(CyclicBarrier together) throws Exception {
        together.await();
        return access.access().refresh(token, ATTEMPT);
    }

    private void assertRefused(String refreshToken, @Nullable String attempt) {
        assertThatThrownBy(() -> access.access().refresh(refreshToken, attempt))
                .isInstanceOf(InvalidCredentialException.class);
    }
}
