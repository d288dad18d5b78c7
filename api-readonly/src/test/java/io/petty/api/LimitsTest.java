package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.petty.api.connection.WatchedProtocol;
import io.petty.lake.database.LakeDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits on the size and the time of requests. */
@ExtendWith(SharedServer.class)
class LimitsTest {
    private static final int HEADERS = 16 << 10;

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
    void refusesABodyThatIsTooLargeWithAnyEncoding(ApiServer server) {
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
    void endsRequestsThatArriveTooSlowly(ApiServer server) throws IOException {
        WatchedProtocol protocol = server.protocol();
        assertThat(protocol.getConnectionTimeout()).isEqualTo(10_000);
        protocol.setConnectionTimeout(500);
        try {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout(RawRequest.PATIENCE_MILLIS);
                socket.getOutputStream().write("GET /v1/days HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));

                assertThat(socket.getInputStream().readAllBytes().length).isLessThan(1_000);
            }
            byte[] unfinished = ("POST /v1/tokens HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"code\":")
                    .getBytes(StandardCharsets.US_ASCII);
            // On a busy machine, the time can end before the headers are complete. Then there is no answer.
            Answer answer = Stream.generate(() -> RawRequest.sendUnfinished(server.port(), unfinished))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.json("type")).isEqualTo("/problems/request-timeout");
        } finally {
            protocol.setConnectionTimeout(10_000);
        }
    }

    @Test
    void endsARequestThatTakesTooLongAndServesTheNext(ApiServer server) throws Exception {
        StuckThreadDetectionValve watch = Arrays.stream(
                        server.tomcat().getEngine().getPipeline().getValves())
                .filter(StuckThreadDetectionValve.class::isInstance)
                .map(StuckThreadDetectionValve.class::cast)
                .findFirst()
                .orElseThrow();
        int limit = (int) ApiServer.REQUEST_LIMIT.toSeconds();
        assertThat(watch.getThreshold()).isEqualTo(limit);
        assertThat(watch.getInterruptThreadThreshold()).isEqualTo(limit);
        List<String> token = server.token("LUNA-01");
        assertThat(server.get("/v1/days", token).status()).isEqualTo(200);
        try (TakenConnections taken = new TakenConnections(server)) {
            assertThat(taken.count()).isPositive();
            watch.setThreshold(1);
            watch.setInterruptThreadThreshold(1);
            Answer answer = server.get("/v1/days", token);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json("type")).isEqualTo("/problems/unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
        } finally {
            watch.setThreshold(limit);
            watch.setInterruptThreadThreshold(limit);
        }
        assertThat(server.get("/v1/days", token).status()).isEqualTo(200);
    }

    /** Takes all connections of the pool, so that a request waits for one. */
    private static final class TakenConnections implements AutoCloseable {
        private final ExecutorService takers = Executors.newCachedThreadPool();
        private final Queue<Connection> taken = new ConcurrentLinkedQueue<>();

        /** Takes connections until the pool has none left. */
        TakenConnections(ApiServer server) {
            HikariDataSource database = (HikariDataSource)
                    server.context().getBean(LakeDatabase.class).dataSource();
            int most = database.getMaximumPoolSize();
            for (int i = 0; i < most; i++) {
                Future<?> unused = takers.submit(() -> taken.add(database.getConnection()));
            }
            HikariPoolMXBean pool = database.getHikariPoolMXBean();
            while (pool.getActiveConnections() < most || pool.getThreadsAwaitingConnection() == 0) {
                Thread.onSpinWait();
            }
        }

        int count() {
            return taken.size();
        }

        @Override
        public void close() throws Exception {
            takers.shutdownNow();
            assertThat(takers.awaitTermination(4, TimeUnit.MINUTES)).isTrue();
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }
}
