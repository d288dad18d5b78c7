package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.petty.access.InvalidCredentialException.Reason;
import io.petty.process.HandClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;

/** Sign-in codes and tokens while another process locks a row that they need, for longer than the lock limit. */
@ParameterizedClass
@ValueSource(strings = {"h2", "postgresql"})
class HeldRowsTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** The lock limit in tests where a row stays locked. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private static final String VERSION = "update access_versions set version = version where subject = ?";
    private static final String FAMILY = "update token_families set user_key = user_key where family_id = ?";
    private static final String CODE = "update sign_in_codes set used_at = expires_at where code_hash = ?";
    private static final String ACCESS = "access";

    @TempDir
    private static Path home;

    @Parameter
    private String kind = "";

    private final HandClock clock = new HandClock(Instant.parse("2026-11-20T12:00:00.250Z"));
    /** A process that soon gives up waiting for a locked row. */
    private AccessHome here;
    /** A process that waits until a row is unlocked. */
    private AccessHome elsewhere;

    @BeforeEach
    void open() {
        here = new AccessHome(home, AccessDatabases.settings(kind), clock, SHORT);
        elsewhere = new AccessHome(home, AccessDatabases.settings(kind), clock, PATIENCE);
    }

    @AfterEach
    void close() {
        elsewhere.close();
        here.close();
    }

    @Test
    void retriesATransactionOnceIfARowIsLocked() throws Exception {
        AccessDatabase database = new AccessDatabase(here.database(), SHORT);
        AtomicInteger attempts = new AtomicInteger();
        try (Held held = hold(VERSION, ACCESS)) {
            int succeeded = database.inTransaction(() -> {
                if (attempts.incrementAndGet() == 2) {
                    held.close();
                }
                database.raiseVersion();
                return attempts.get();
            });
            assertThat(succeeded).isEqualTo(2);
        }
        attempts.set(0);
        try (Held held = hold(VERSION, ACCESS)) {
            assertThatExceptionOfType(PessimisticLockingFailureException.class)
                    .isThrownBy(() -> database.inTransaction(() -> {
                        attempts.incrementAndGet();
                        database.raiseVersion();
                        return held;
                    }));
        }
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aCodeStaysValidIfItsRowIsLockedAndIsRefusedAfterItsUse() throws Exception {
        String code = code();
        try (Held held = hold(CODE, OpaqueText.hash(code))) {
            assertUnavailable(() -> here.access().signIn(code));
        }
        SignedIn signedIn = here.access().signIn(code);
        assertThat(elsewhere.access().byToken(signedIn.accessToken()).collars()).containsExactly("LUNA-01");

        String other = code();
        CompletableFuture<@Nullable Reason> second;
        try (Held first = hold(CODE, OpaqueText.hash(other))) {
            second = CompletableFuture.supplyAsync(
                    () -> reason(() -> elsewhere.access().signIn(other)));
            first.commit();
        }
        assertThat(second.get()).as("the other call used the code first").isEqualTo(Reason.REVOKED);
    }

    @Test
    void revokesAReusedFamilyAtOnceWhileTheVersionIsLocked() throws Exception {
        SignedIn first = issue().tokens();
        SignedIn second = here.access().refresh(first.refreshToken(), null);
        SignedIn signedIn = issue().tokens();
        assertThat(elsewhere.access().byToken(second.accessToken()).collars()).containsExactly("LUNA-01");
        try (Held held = hold(VERSION, ACCESS)) {
            CompletableFuture<Void> signOut =
                    meanwhile(() -> assertUnavailable(() -> here.access().revoke(signedIn.refreshToken())));
            CompletableFuture<Void> rotation =
                    meanwhile(() -> assertThatExceptionOfType(UnannouncedRotationException.class)
                            .isThrownBy(() -> here.tokens().rotateSigningKey(false)));
            assertRefused(() -> here.access().refresh(first.refreshToken(), null));

            assertRefused(() -> here.access().byToken(first.accessToken()));
            assertRefused(() -> here.access().byToken(second.accessToken()));
            assertRefused(() -> here.access().refresh(second.refreshToken(), null));
            assertRefused(() -> elsewhere.access().refresh(second.refreshToken(), null));
            signOut.get();
            rotation.get();
            assertThat(here.access().byToken(signedIn.accessToken()).collars()).containsExactly("LUNA-01");
        }
        awaitRefused(() -> elsewhere.access().byToken(second.accessToken()));
        assertRefused(() -> here.access().byToken(second.accessToken()));
        here.access().revoke(signedIn.refreshToken());
        assertRefused(() -> elsewhere.access().byToken(signedIn.accessToken()));
        SigningKeyRotation rotation = here.tokens().rotateSigningKey(false);
        assertThat(String.valueOf(elsewhere.access().jwks())).contains(rotation.kid());
    }

    @Test
    void aRotationWithOverlapNeedsNoFurtherStepIfTheDatabaseCannotBeWritten() throws Exception {
        String token = issue().tokens().accessToken();
        try (Held held = hold(VERSION, ACCESS)) {
            assertThatExceptionOfType(UnannouncedRotationException.class)
                    .isThrownBy(() -> here.tokens().rotateSigningKey(false))
                    // The program would show the message of a cause instead.
                    .withNoCause()
                    .withMessageContaining("No further step is needed");
        }
        clock.forward(Duration.ofMinutes(5));

        String next = issue().tokens().accessToken();
        assertThat(elsewhere.access().byToken(next).collars()).containsExactly("LUNA-01");
        assertThat(elsewhere.access().byToken(token).collars()).containsExactly("LUNA-01");
    }

    @Test
    void anImmediateRotationIsRepeatedIfTheDatabaseCannotBeWritten() throws Exception {
        String leaked = issue().tokens().accessToken();
        assertThat(elsewhere.access().byToken(leaked).collars()).containsExactly("LUNA-01");
        try (Held held = hold(VERSION, ACCESS)) {
            assertThatExceptionOfType(UnannouncedRotationException.class)
                    .isThrownBy(() -> here.tokens().rotateSigningKey(true))
                    .withNoCause()
                    .withMessageContaining("run the same command again once the database answers");
            assertThat(elsewhere.access().byToken(leaked).collars()).containsExactly("LUNA-01");
        }

        here.tokens().rotateSigningKey(true);

        assertThat(reason(() -> elsewhere.access().byToken(leaked))).isEqualTo(Reason.UNKNOWN_SIGNING_KEY);
        String next = issue().tokens().accessToken();
        assertThat(elsewhere.access().byToken(next).collars()).containsExactly("LUNA-01");
    }

    @Test
    void revokesAReusedFamilyInTheDatabaseWhenItsRowIsUnlocked() throws Exception {
        IssuedTokens issued = issue();
        SignedIn first = issued.tokens();
        SignedIn second = here.access().refresh(first.refreshToken(), null);
        assertThat(elsewhere.access().byToken(second.accessToken()).collars()).containsExactly("LUNA-01");
        try (Held held = hold(FAMILY, issued.family())) {
            assertRefused(() -> here.access().refresh(first.refreshToken(), null));

            assertRefused(() -> here.access().byToken(second.accessToken()));
            assertRefused(() -> here.access().refresh(first.refreshToken(), null));
            assertRefused(() -> here.access().refresh(second.refreshToken(), null));
        }
        awaitRefused(() -> elsewhere.access().byToken(second.accessToken()));
        assertRefused(() -> elsewhere.access().refresh(second.refreshToken(), null));
        assertThat(here.tokens().list(null))
                .filteredOn(family -> family.id().equals(issued.family()))
                .singleElement()
                .satisfies(family -> {
                    assertThat(family.revokedWhy()).isEqualTo("reuse");
                    assertThat(family.revokedAt()).isEqualTo(clock.instant());
                });
    }

    @Test
    void retriesPendingRevocationsAtCloseAndLogsThoseThatFail() throws Exception {
        IssuedTokens issued = issue();
        IssuedTokens lost = issue();
        here.access().refresh(issued.tokens().refreshToken(), null);
        here.access().refresh(lost.tokens().refreshToken(), null);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ReusedFamilies.class);
        log.start();
        logger.addAppender(log);
        try {
            try (AccessHome closing = new AccessHome(home, AccessDatabases.settings(kind), clock, SHORT)) {
                try (Held held = hold(FAMILY, issued.family())) {
                    assertRefused(() -> closing.access().refresh(issued.tokens().refreshToken(), null));
                }
            }
            assertRefused(() -> here.access().byToken(issued.tokens().accessToken()));
            assertThat(log.list).noneMatch(event -> event.getLevel() == Level.ERROR);

            try (Held held = hold(FAMILY, lost.family());
                    AccessHome closing = new AccessHome(home, AccessDatabases.settings(kind), clock, SHORT)) {
                assertRefused(() -> closing.access().refresh(lost.tokens().refreshToken(), null));
            }
            assertThat(log.list)
                    .filteredOn(event -> event.getLevel() == Level.ERROR)
                    .singleElement()
                    .satisfies(event -> assertThat(event.getFormattedMessage())
                            .contains("tokens revoke --family " + lost.family()));
        } finally {
            logger.detachAppender(log);
        }
    }

    private IssuedTokens issue() {
        return here.tokens().issue("ann", List.of("LUNA-01"), TIMELINES);
    }

    private String code() {
        return here.tokens().issueCode("ann", List.of("LUNA-01"), TIMELINES).code();
    }

    /** An open transaction of another process that has changed a row. */
    private record Held(Connection connection) implements AutoCloseable {
        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() {
            try {
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                    connection.close();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Held hold(String update, String row) throws SQLException {
        Connection connection = elsewhere.database().dataSource().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            statement.setString(1, row);
            assertThat(statement.executeUpdate()).as(update).isEqualTo(1);
        }
        return new Held(connection);
    }

    /** Runs work in a separate thread, so that several calls can wait for one row at the same time. */
    private static CompletableFuture<Void> meanwhile(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, "meanwhile").start());
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(PessimisticLockingFailureException.class).isThrownBy(call);
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThat(reason(call)).isEqualTo(Reason.REVOKED);
    }

    /** Waits until a call is refused, since the refusal depends on background work of another process. */
    private static void awaitRefused(ThrowingCallable call) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (reason(call) != Reason.REVOKED) {
            assertThat(System.nanoTime()).as("not refused within " + PATIENCE).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Returns why a call is refused; null if it succeeds. */
    private static @Nullable Reason reason(ThrowingCallable call) {
        InvalidCredentialException refused = catchThrowableOfType(InvalidCredentialException.class, call);
        return refused == null ? null : refused.reason();
    }
}
