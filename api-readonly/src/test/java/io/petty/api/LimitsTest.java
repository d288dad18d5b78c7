package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.LakeDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How large a request may be, and how long it may take. */
@ExtendWith(SharedServer.class)
class LimitsTest {
    private static final int HEADERS = 16 << 10;

    /** What a pool of two has in all, with the connections of Iceberg's catalog. */
    private static final int CONNECTIONS = 4;

    @TempDir
    private Path home;

    @Test
    void refusesHeadersThatAreTooLarge(ApiServer server) {
        for (List<String> headers : List.of(
                List.of("X-Long", "a".repeat(HEADERS)),
                List.of("Authorization", "Bearer " + "a".repeat(HEADERS)),
                List.of("Cookie", "petty_refresh=" + "a".repeat(4 * HEADERS)))) {
            Answer answer = RawRequest.send(server.port(), RawRequest.of("GET", "/v1/days", headers))
                    .orElseThrow();

            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.json("type")).isEqualTo("/problems/headers-too-large");
        }
    }

    @Test
    void refusesAnAddressThatIsTooLong(ApiServer server) {
        Answer answer = RawRequest.send(
                        server.port(), RawRequest.of("GET", "/v1/days?after=" + "a".repeat(HEADERS), List.of()))
                .orElseThrow();

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.isProblem()).isTrue();
    }

    @Test
    void refusesABodyThatIsTooLargeHoweverItIsSent(ApiServer server) {
        String body = "{\"code\":\"%s\"}".formatted("a".repeat(17_000));
        String head =
                "POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n";
        for (String sent : List.of(
                head + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body),
                head + "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body))) {
            Answer answer = RawRequest.send(server.port(), sent.getBytes(StandardCharsets.UTF_8))
                    .orElseThrow();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json("type")).isEqualTo("/problems/too-large");
        }
    }

    @Test
    void endsRequestsThatComeTooSlowly() throws IOException {
        System.setProperty("server.tomcat.connection-timeout", "500ms");
        try (ApiServer server = ApiServer.start(home, Map.of())) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write("GET /v1/days HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));

                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
            }
            String unfinished = "POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"code\":";
            Answer answer = RawRequest.sendUnfinished(server.port(), unfinished.getBytes(StandardCharsets.US_ASCII))
                    .orElseThrow();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.json("type")).isEqualTo("/problems/request-timeout");
        } finally {
            System.clearProperty("server.tomcat.connection-timeout");
        }
    }

    @Test
    void endsARequestThatTakesTooLongAndIsWellAfterwards() throws Exception {
        Map<String, Object> settings =
                Map.of("petty.api.request-limit", "1s", "petty.api.refresh", "1h", "petty.database.pool-size", 2);
        try (ApiServer server = ApiServer.start(home, settings)) {
            List<String> token = server.token("LUNA-01");
            assertThat(server.get("/v1/days", token).status()).isEqualTo(200);
            try (TakenConnections taken = new TakenConnections(server)) {
                Answer answer = server.get("/v1/days", token);

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.json("type")).isEqualTo("/problems/unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("5");
            }
            assertThat(server.get("/v1/days", token).status()).isEqualTo(200);
        }
    }

    /** Keeps all connections to the database, so that who wants one waits. */
    private static final class TakenConnections implements AutoCloseable {
        private final ExecutorService takers = Executors.newFixedThreadPool(CONNECTIONS);
        private final List<Connection> taken = new ArrayList<>();

        /** All but the one that the service holds itself; the last taker waits for that. */
        TakenConnections(ApiServer server) throws Exception {
            DataSource database = server.context().getBean(LakeDatabase.class).dataSource();
            CompletionService<Connection> done = new ExecutorCompletionService<>(takers);
            for (int i = 0; i < CONNECTIONS; i++) {
                done.submit(database::getConnection);
            }
            for (int i = 0; i < CONNECTIONS - 1; i++) {
                taken.add(done.take().get());
            }
        }

        @Override
        public void close() throws SQLException {
            takers.shutdownNow();
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }
}
