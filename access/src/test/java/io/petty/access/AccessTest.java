package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.petty.access.InvalidCredentialException.Reason;
import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import io.petty.secret.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tokens and keys from issue to expiry or revocation, in two processes that share a database. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ParameterizedClass
@ValueSource(strings = {"h2", "postgresql"})
class AccessTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final int RACES = 3;

    /** The home is shared by all tests, so that its tables are created only once. */
    @TempDir
    private static Path home;

    @Parameter
    private String kind = "";

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00.250Z"));
    private AccessHome here;
    private AccessHome elsewhere;

    @BeforeEach
    void open() {
        DatabaseSettings settings = AccessDatabases.settings(kind);
        here = new AccessHome(home, settings, clock);
        elsewhere = new AccessHome(home, settings, clock);
    }

    @AfterEach
    void close() {
        elsewhere.close();
        here.close();
    }

    @Test
    void aTokenGivesAccessOnlyToItsCollars() throws Exception {
        IssuedTokens issued = here.tokens().issue("ann", List.of("LUNA-01", "MAX-02"), TIMELINES);

        Principal principal = elsewhere.access().byToken(issued.tokens().accessToken());

        assertThat(principal.id()).isEqualTo("token:" + issued.family());
        assertThat(principal.expiresAt()).isEqualTo(Instant.parse("2026-11-20T12:15:00Z"));
        assertThat(principal.mayRead("LUNA-01")).isTrue();
        assertThat(principal.mayRead("LUNA-02")).isFalse();
        assertThat(principal.may(Permission.STATUS_READ)).isFalse();
        assertThat(issued.tokens().accessToken()).hasSizeLessThan(1000).doesNotContain("ann");
    }

    @Test
    void anAccessTokenExpiresAfterFifteenMinutesAndTheSkew() throws Exception {
        String token = issue("ann").tokens().accessToken();
        assertThat(here.access().byToken(token).mayRead("LUNA-01")).isTrue();
        clock.forward(Duration.ofMinutes(15).plusSeconds(29));
        assertThat(here.access().byToken(token).mayRead("LUNA-01")).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(reason(() -> here.access().byToken(token))).isEqualTo(Reason.EXPIRED);
        assertThat(reason(() -> elsewhere.access().byToken(token))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void revokesFamiliesUsersAndSingleTokensAtOnceInAllProcesses() throws Exception {
        IssuedTokens family = issue("ann");
        IssuedTokens users = issue("ben");
        IssuedTokens kept = issue("cleo");
        for (IssuedTokens issued : List.of(family, users, kept)) {
            assertThat(elsewhere.access().byToken(issued.tokens().accessToken()).mayRead("LUNA-01"))
                    .isTrue();
        }

        assertThat(here.tokens().revokeFamily(family.family())).isTrue();
        assertThat(reason(() -> elsewhere.access().byToken(family.tokens().accessToken())))
                .isEqualTo(Reason.REVOKED);
        assertThat(here.tokens().revokeUser("ben")).isEqualTo(1);
        assertThat(reason(() -> elsewhere.access().byToken(users.tokens().accessToken())))
                .isEqualTo(Reason.REVOKED);
        assertThat(reason(() -> elsewhere.access().refresh(users.tokens().refreshToken(), null)))
                .isEqualTo(Reason.REVOKED);

        String id = ForgedTokens.claim(kept.tokens().accessToken(), "jti");
        SignedIn next = elsewhere.access().refresh(kept.tokens().refreshToken(), null);
        here.tokens().revokeToken(id);
        here.tokens().revokeToken(id);
        assertThat(reason(() -> elsewhere.access().byToken(kept.tokens().accessToken())))
                .isEqualTo(Reason.REVOKED);
        assertThat(elsewhere.access().byToken(next.accessToken()).mayRead("LUNA-01"))
                .isTrue();
        assertThat(here.tokens().revokeFamily(family.family())).isFalse();
        assertThat(here.tokens().revokeUser("nobody")).isZero();
    }

    @Test
    void reuseOfARefreshTokenRevokesItsFamily() throws Exception {
        SignedIn first = issue("rex").tokens();
        SignedIn second = here.access().refresh(first.refreshToken(), null);
        SignedIn third = elsewhere.access().refresh(second.refreshToken(), null);
        assertThat(here.access().byToken(first.accessToken()).collars()).isEqualTo(third.collars());
        assertThat(here.access().byToken(third.accessToken()).collars()).containsExactly("LUNA-01");

        assertThat(reason(() -> here.access().refresh(first.refreshToken(), null)))
                .isEqualTo(Reason.REVOKED);

        assertThat(reason(() -> elsewhere.access().refresh(third.refreshToken(), null)))
                .isEqualTo(Reason.REVOKED);
        assertThat(reason(() -> elsewhere.access().byToken(third.accessToken())))
                .isEqualTo(Reason.REVOKED);
        assertThat(here.tokens().list("rex"))
                .singleElement()
                .satisfies(family -> assertThat(family.revokedWhy()).isEqualTo("reuse"));
    }

    @Test
    void theLaterOfTwoSimultaneousRefreshesRevokesTheFamily() throws Exception {
        for (int race = 0; race < RACES; race++) {
            String token = issue("ann").tokens().refreshToken();
            List<SignedIn> won = race(
                    () -> here.access().refresh(token, null),
                    () -> elsewhere.access().refresh(token, null));
            assertThat(won).hasSize(1);
            assertThat(reason(() -> here.access().byToken(won.get(0).accessToken())))
                    .isEqualTo(Reason.REVOKED);
        }
    }

    @Test
    void eachRefreshTokenExpiresAfterSevenDays() throws Exception {
        String token = issue("ann").tokens().refreshToken();
        clock.forward(Duration.ofDays(6));
        String next = here.access().refresh(token, null).refreshToken();
        clock.forward(Duration.ofDays(6));
        SignedIn last = here.access().refresh(next, null);
        assertThat(here.access().byToken(last.accessToken()).mayRead("LUNA-01")).isTrue();
        clock.forward(Duration.ofDays(7));
        assertThat(reason(() -> here.access().refresh(last.refreshToken(), null)))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void aSignInCodeWorksOnceWithinTenMinutes() throws Exception {
        SignInCode code = here.tokens().issueCode("ann", List.of("LUNA-01"), TIMELINES);
        SignedIn tokens = elsewhere.access().signIn(code.code());
        assertThat(here.access().byToken(tokens.accessToken()).id()).isEqualTo("token:" + code.family());
        assertThat(reason(() -> here.access().signIn(code.code()))).isEqualTo(Reason.REVOKED);
        assertThat(here.access().byToken(tokens.accessToken()).mayRead("LUNA-01"))
                .as("opening a link twice revokes nothing")
                .isTrue();

        SignInCode late = here.tokens().issueCode("ann", List.of("LUNA-01"), TIMELINES);
        SignInCode revoked = here.tokens().issueCode("ben", List.of("LUNA-01"), TIMELINES);
        here.tokens().revokeUser("ben");
        assertThat(reason(() -> here.access().signIn(revoked.code()))).isEqualTo(Reason.REVOKED);
        clock.forward(Duration.ofMinutes(10));
        assertThat(reason(() -> here.access().signIn(late.code()))).isEqualTo(Reason.EXPIRED);
        assertThat(reason(() -> here.access().signIn(Secrets.random()))).isEqualTo(Reason.REVOKED);
        assertThat(reason(() -> here.access().signIn("' or 1=1"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void oneOfTwoSimultaneousSignInsSucceeds() throws Exception {
        for (int race = 0; race < RACES; race++) {
            String code = here.tokens()
                    .issueCode("ann", List.of("LUNA-01"), TIMELINES)
                    .code();
            assertThat(race(
                            () -> here.access().signIn(code),
                            () -> elsewhere.access().signIn(code)))
                    .hasSize(1);
        }
    }

    @Test
    void signingOutRevokesTheFamily() throws Exception {
        SignedIn tokens = issue("ann").tokens();
        here.access().revoke(Secrets.random());
        here.access().revoke("nonsense");
        assertThat(elsewhere.access().byToken(tokens.accessToken()).mayRead("LUNA-01"))
                .isTrue();
        here.access().revoke(tokens.refreshToken());
        assertThat(reason(() -> elsewhere.access().byToken(tokens.accessToken())))
                .isEqualTo(Reason.REVOKED);
        assertThat(reason(() -> elsewhere.access().refresh(tokens.refreshToken(), null)))
                .isEqualTo(Reason.REVOKED);
    }

    @Test
    void acceptsKeysAndRecordsTheirLastUse() throws Exception {
        CreatedKey one = here.keys().create("grafana", List.of(), Set.of(Permission.STATUS_READ), Duration.ofDays(90));
        CreatedKey two = here.keys().create("vet", List.of("LUNA-01"), TIMELINES, Duration.ofDays(1));
        assertThat(one.text()).startsWith("petty_" + one.key().id() + "_");
        assertThat(one.toString()).doesNotContain(one.text());

        Principal status = elsewhere.access().byKey(one.text());
        assertThat(status.id()).isEqualTo("key:" + one.key().id());
        assertThat(status.may(Permission.STATUS_READ)).isTrue();
        assertThat(status.mayRead("LUNA-01")).isFalse();
        assertThat(elsewhere.access().byKey(two.text()).mayRead("LUNA-01")).isTrue();
        clock.forward(Duration.ofSeconds(59));
        elsewhere.access().byKey(one.text());
        while (lastUsed(one) == null) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        elsewhere.access().close();
        assertThat(lastUsed(one)).isEqualTo("2026-11-20T12:00:00.250Z");

        String other = one.text().substring(0, one.text().length() - 43) + Secrets.random();
        assertThat(reason(() -> here.access().byKey(other))).isEqualTo(Reason.UNKNOWN_API_KEY);
        assertThat(reason(() -> here.access().byKey("petty_" + OpaqueText.id() + "_" + Secrets.random())))
                .isEqualTo(Reason.UNKNOWN_API_KEY);
        assertThat(reason(() -> here.access().byKey(one.text() + "x"))).isEqualTo(Reason.MALFORMED);
        clock.forward(Duration.ofDays(1));
        assertThat(reason(() -> here.access().byKey(two.text()))).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void revokesAndRotatesKeysAtOnceInAllProcesses() throws Exception {
        CreatedKey key = here.keys().create("vet", List.of("LUNA-01"), TIMELINES, Duration.ofDays(90));
        assertThat(elsewhere.access().byKey(key.text()).mayRead("LUNA-01")).isTrue();
        CreatedKey next = here.keys().rotate(key.key().id(), Duration.ofDays(1)).orElseThrow();
        assertThat(next.key().collars()).containsExactly("LUNA-01");
        assertThat(elsewhere.access().byKey(key.text()).expiresAt()).isEqualTo("2026-11-21T12:00:00.250Z");
        assertThat(elsewhere.access().byKey(next.text()).mayRead("LUNA-01")).isTrue();

        CreatedKey last = here.keys().rotate(next.key().id(), Duration.ZERO).orElseThrow();
        assertThat(reason(() -> elsewhere.access().byKey(next.text()))).isEqualTo(Reason.REVOKED);
        assertThat(here.keys().revoke(last.key().id())).isTrue();
        assertThat(here.keys().revoke(last.key().id())).isFalse();
        assertThat(reason(() -> elsewhere.access().byKey(last.text()))).isEqualTo(Reason.REVOKED);
        assertThat(here.keys().rotate(last.key().id(), Duration.ZERO)).isEmpty();
    }

    @Test
    void deletesTokensOneDayAfterExpiryAndKeysAfterNinetyDays() throws Exception {
        SignedIn old = issue("old").tokens();
        CreatedKey key = here.keys().create("old", List.of(), Set.of(Permission.STATUS_READ), Duration.ofDays(1));
        clock.forward(Duration.ofDays(7).plusHours(23));
        elsewhere.access().refresh(issue("new").tokens().refreshToken(), null);
        assertThat(here.tokens().list("old")).hasSize(1);
        assertThat(reason(() -> here.access().refresh(old.refreshToken(), null)))
                .isEqualTo(Reason.EXPIRED);
        clock.forward(Duration.ofHours(2));
        issue("new");
        assertThat(here.tokens().list("old")).isEmpty();
        assertThat(here.tokens().list("new")).hasSize(2);
        assertThat(here.tokens().list(null)).hasSizeGreaterThanOrEqualTo(2);
        assertThat(reason(() -> here.access().refresh(old.refreshToken(), null)))
                .isEqualTo(Reason.REVOKED);
        clock.forward(Duration.ofDays(91));
        here.keys().create("new", List.of(), Set.of(Permission.STATUS_READ), Duration.ofDays(1));
        assertThat(here.keys().list())
                .noneMatch(one -> one.id().equals(key.key().id()));
    }

    @Test
    void checksCachedTokensAgainOnlyAfterARevocation() throws Exception {
        IssuedTokens kept = issue("ann");
        IssuedTokens other = issue("ben");
        assertThat(elsewhere.access().byToken(kept.tokens().accessToken()).mayRead("LUNA-01"))
                .isTrue();
        // This doesn't raise the version, so no process notices the revocation.
        JdbcClient database = JdbcClient.create(here.database().dataSource());
        database.sql("update token_families set revoked_at = created_at where family_id = ?")
                .param(kept.family())
                .update();
        here.access().refresh(other.tokens().refreshToken(), null);
        assertThat(elsewhere.access().byToken(kept.tokens().accessToken()).mayRead("LUNA-01"))
                .isTrue();
        here.tokens().revokeFamily(other.family());
        assertThat(reason(() -> elsewhere.access().byToken(kept.tokens().accessToken())))
                .isEqualTo(Reason.REVOKED);
    }

    private @Nullable Instant lastUsed(CreatedKey created) {
        return here.keys().list().stream()
                .filter(key -> key.id().equals(created.key().id()))
                .findFirst()
                .orElseThrow()
                .lastUsedAt();
    }

    private IssuedTokens issue(String user) {
        return here.tokens().issue(user, List.of("LUNA-01"), TIMELINES);
    }

    /** Returns the results of the calls that weren't refused. */
    private static List<SignedIn> race(Callable<SignedIn> one, Callable<SignedIn> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<List<SignedIn>>> attempts = new ArrayList<>();
            for (Callable<SignedIn> attempt : List.of(one, other)) {
                attempts.add(threads.submit(() -> {
                    start.await();
                    try {
                        return List.of(attempt.call());
                    } catch (InvalidCredentialException e) {
                        return List.of();
                    }
                }));
            }
            List<SignedIn> won = new ArrayList<>();
            for (Future<List<SignedIn>> attempt : attempts) {
                won.addAll(attempt.get());
            }
            return won;
        } finally {
            threads.shutdown();
        }
    }

    private static Reason reason(ThrowingCallable call) {
        InvalidCredentialException refused = catchThrowableOfType(InvalidCredentialException.class, call);
        assertThat(refused).as("refusal of the credential").isNotNull();
        return refused.reason();
    }
}
