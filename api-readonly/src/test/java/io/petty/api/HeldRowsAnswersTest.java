package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.access.SignedIn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers while another process locks rows of the access tables for longer than a request waits. */
@ExtendWith(SharedServer.class)
class HeldRowsAnswersTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final String DAYS = "/v1/days";

    private final ApiServer server;

    HeldRowsAnswersTest(ApiServer server) {
        this.server = server;
    }

    @Test
    void answersUnavailableButStillRevokesAReusedFamily() throws Exception {
        SignedIn signedOut = server.signedIn(TIMELINES, "LUNA-01");
        SignedIn first = server.signedIn(TIMELINES, "LUNA-01");
        String second =
                post("refresh", first.refreshToken()).json("access_token").toString();
        String code = server.access()
                .tokens()
                .issueCode("ann", List.of("LUNA-01"), TIMELINES)
                .code();
        String trade = "{\"code\":\"%s\"}".formatted(code);
        try (Connection other = server.access().database().dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("update access_versions set version = version");
            statement.executeUpdate("update sign_in_codes set expires_at = expires_at");

            // In parallel, since each request waits until its limit.
            CompletableFuture<Answer> signOut = meanwhile(() -> post("revoke", signedOut.refreshToken()));
            CompletableFuture<Answer> traded = meanwhile(() -> server.post("/v1/tokens", trade, List.of()));
            assertThat(post("refresh", first.refreshToken()).status()).isEqualTo(401);
            assertUnavailable(signOut.get());
            assertUnavailable(traded.get());

            assertThat(read(signedOut.accessToken())).isEqualTo(200);
            assertThat(read(first.accessToken())).isEqualTo(401);
            assertThat(read(second)).isEqualTo(401);
            release(other);
        }
        assertThat(post("revoke", signedOut.refreshToken()).status()).isEqualTo(204);
        assertThat(read(signedOut.accessToken())).isEqualTo(401);
        assertThat(server.post("/v1/tokens", trade, List.of()).status()).isEqualTo(200);
    }

    private static CompletableFuture<Answer> meanwhile(Supplier<Answer> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "meanwhile").start());
    }

    private static void release(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    private Answer post(String what, String token) {
        return server.post("/v1/tokens/" + what, "{\"refresh_token\":\"%s\"}".formatted(token), List.of());
    }

    private int read(String token) {
        return server.get(DAYS, ApiServer.bearer(token)).status();
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.json("type")).isEqualTo("/problems/unavailable");
    }
}
