package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.AccessProcess;
import io.petty.access.Permission;
import io.petty.access.SignedIn;
import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.SharedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers while the database's processes are suspended, so that connections stay open but nothing answers. */
class FrozenDatabaseTest {
    private static final Set<Permission> TIMELINES = Set.of(Permission.TIMELINES_READ);
    private static final String DAYS = "/v1/days";
    private static final String ATTEMPT = "an-attempt-while-it-is-frozen";

    /** More than the number of connections. */
    private static final int READERS = 12;

    @TempDir
    private Path home;

    private final Map<String, Object> settings = new LinkedHashMap<>();

    @BeforeEach
    void limitRequests() {
        settings.put("petty.api.request-limit", "8s");
    }

    @Test
    void answersUnavailableInTimeWhileTheProcessOfTheEmbeddedDatabaseIsFrozen() throws Exception {
        try (AccessProcess serving = AccessProcess.start(home, DatabaseSettings.EMBEDDED, Clock.systemUTC());
                ApiServer server = ApiServer.start(home, settings)) {
            assertAnswersInTime(server, List.of(serving.handle()));
        }
    }

    @Test
    void answersUnavailableInTimeWhilePostgresIsFrozen() throws Exception {
        DatabaseSettings database = SharedPostgres.newDatabase();
        settings.put("petty.database.url", Objects.requireNonNull(database.url()));
        settings.put("petty.database.user", Objects.requireNonNull(database.user()));
        settings.put("petty.database.password", Objects.requireNonNull(database.password()));
        try (ApiServer server = ApiServer.start(home, settings)) {
            assertAnswersInTime(server, postgres());
        }
    }

    private static void assertAnswersInTime(ApiServer server, List<ProcessHandle> database) throws Exception {
        SignedIn signedIn = server.signedIn(TIMELINES, "LUNA-01");
        List<String> token = ApiServer.bearer(signedIn.accessToken());
        List<String> key = server.key(Set.of(Permission.STATUS_READ));
        String refresh = "{\"refresh_token\":\"%s\",\"attempt\":\"%s\"}".formatted(signedIn.refreshToken(), ATTEMPT);
        awaitSuccess(() -> server.get(DAYS, token));
        awaitSuccess(() -> server.get("/v1/status", key));

        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        try (Frozen frozen = Frozen.freeze(database)) {
            for (int i = 0; i < READERS; i++) {
                answers.add(meanwhile(() -> server.get(DAYS, token)));
            }
            answers.add(meanwhile(() -> server.get("/v1/status", key)));
            answers.add(meanwhile(() -> server.get("/.well-known/jwks.json")));
            answers.add(meanwhile(() -> server.post("/v1/tokens/refresh", refresh, List.of())));
            answers.add(meanwhile(() -> server.post("/v1/tokens/revoke", refresh, List.of())));
            for (CompletableFuture<Answer> answer : answers) {
                assertThat(answer.get().status()).isEqualTo(503);
                assertThat(answer.get().json("type")).isEqualTo("/problems/unavailable");
                assertThat(answer.get().header("Retry-After")).isEqualTo("5");
            }
            assertThat(health(server, "/readiness").status()).isEqualTo(503);
            assertThat(health(server, "/readiness").json("status")).isEqualTo("DOWN");
            assertThat(health(server, "/liveness").status()).isEqualTo(200);
            assertThat(server.get("/").status()).isEqualTo(200);
            assertThat(frozen.processes()).allMatch(ProcessHandle::isAlive);
        }

        awaitSuccess(() -> server.get(DAYS, token));
        awaitSuccess(() -> server.get("/v1/status", key));
        awaitSuccess(() -> server.post("/v1/tokens/refresh", refresh, List.of()));
        awaitSuccess(() -> health(server, "/readiness"));
    }

    /** Waits for good answers, since the pool replaces silent connections one by one. */
    private static void awaitSuccess(Supplier<Answer> request) {
        Answer first = Stream.generate(request)
                .filter(answer -> answer.status() != 503)
                .findFirst()
                .orElseThrow();
        assertThat(first.status()).as(first.text()).isEqualTo(200);
    }

    private static Answer health(ApiServer server, String probe) {
        return ApiServer.send(
                URI.create(server.managementUrl() + "/actuator/health" + probe),
                "GET",
                BodyPublishers.noBody(),
                List.of());
    }

    private static CompletableFuture<Answer> meanwhile(Supplier<Answer> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "meanwhile").start());
    }

    /** Returns the main process of the shared server. The processes of its connections are its children. */
    private static List<ProcessHandle> postgres() throws IOException, SQLException {
        try (Connection connection =
                        SharedPostgres.server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet folder = statement.executeQuery("show data_directory")) {
            folder.next();
            String pid = Files.readAllLines(Path.of(folder.getString(1), "postmaster.pid"))
                    .get(0);
            return List.of(ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow());
        }
    }

    /** Suspends processes and their children until it is closed. */
    private record Frozen(List<ProcessHandle> processes) implements AutoCloseable {
        static Frozen freeze(List<ProcessHandle> roots) throws Exception {
            List<ProcessHandle> all = new ArrayList<>();
            for (ProcessHandle root : roots) {
                signal("STOP", root);
                all.add(root);
                for (ProcessHandle started : root.descendants().toList()) {
                    signal("STOP", started);
                    all.add(started);
                }
            }
            return new Frozen(all);
        }

        private static void signal(String name, ProcessHandle process) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }

        @Override
        public void close() throws Exception {
            for (ProcessHandle process : processes) {
                signal("CONT", process);
            }
        }
    }
}
