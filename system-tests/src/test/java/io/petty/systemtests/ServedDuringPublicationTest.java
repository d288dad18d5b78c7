package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients ask on and on while days are published, rolled back and cleaned up after. */
class ServedDuringPublicationTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 17);
    private static final LocalDate LAST = FIRST.plusDays(2);
    private static final int CLIENTS = 3;

    /** "New data seen within 5 s". */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(5);

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    /** What each publication's day held when it was first seen: another content under its name is a mixed day. */
    private final Map<String, String> contents = new ConcurrentHashMap<>();

    private final Map<LocalDate, Set<Long>> runsSeen = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();

    @AfterEach
    void forgetSettings() {
        System.clearProperty("petty.retention.snapshots");
        System.clearProperty("petty.retention.publications");
    }

    @Test
    void showsWholeDaysOfOnePublicationEachAndNewOnesWithinSeconds() throws Exception {
        Path raw = folder.resolve("raw");
        CommandRun.of(
                        "generate",
                        "--out",
                        raw.toString(),
                        "--date",
                        FIRST.toString(),
                        "--days",
                        "3",
                        "--collars",
                        "3",
                        "--seed",
                        "5")
                .endsWith(Petty.DONE);
        PettyHome home = new PettyHome(folder.resolve("home"));
        home.command("run", "--raw", raw);
        List<String> collars = collars(home);
        String token = ServiceProcess.token(home, collars);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (ServiceProcess service = ServiceProcess.start(
                home,
                Map.of(
                        "PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND",
                        "100000",
                        "PETTY_API_RATE_LIMITS_PRINCIPAL_BURST",
                        "100000",
                        "PETTY_API_RATE_LIMITS_ADDRESS_PER_SECOND",
                        "100000",
                        "PETTY_API_RATE_LIMITS_ADDRESS_BURST",
                        "100000"))) {
            List<Future<?>> asking = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                String collar = collars.get(client % collars.size());
                asking.add(clients.submit(() -> {
                    while (!over.get()) {
                        ask(service, token, collar);
                    }
                    return null;
                }));
            }

            Files.delete(someFile(raw, LAST));
            home.command("run");
            assertSeen(service, token, collars.get(0), LAST, 2);

            home.command("rerun", "--date", FIRST, "--force");
            assertSeen(service, token, collars.get(0), FIRST, 3);

            home.command("rollback", "--date", FIRST, "--to", 1);
            assertSeen(service, token, collars.get(0), FIRST, 4);

            System.setProperty("petty.retention.snapshots", "0s");
            System.setProperty("petty.retention.publications", "0s");
            home.command("maintain");
            home.command("rerun", "--date", FIRST, "--force");
            home.command("maintain");
            assertSeen(service, token, collars.get(0), FIRST, 6);

            over.set(true);
            for (Future<?> client : asking) {
                client.get();
            }
        } finally {
            over.set(true);
            clients.shutdownNow();
        }
        assertThat(faults).isEmpty();
        assertThat(answers.get()).isGreaterThan(100);
        assertThat(runsSeen.get(FIRST)).contains(1L, 3L, 4L, 6L);
    }

    private static List<String> collars(PettyHome home) {
        return home.export("summaries", FIRST)
                .lines()
                .map(line -> JSON.readTree(line).get("collar_id").stringValue())
                .toList();
    }

    /** A file of the day's delivery, without which it gives fewer readings. */
    private static Path someFile(Path raw, LocalDate day) throws Exception {
        try (Stream<Path> files = Files.list(raw.resolve("dt=" + day))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private void ask(ServiceProcess service, String token, String collar) throws Exception {
        for (String path : List.of("/timeline", "/summaries")) {
            HttpResponse<String> response =
                    service.get("/v1/collars/%s%s?from=%s&to=%s".formatted(collar, path, FIRST, LAST), token);
            answers.incrementAndGet();
            if (response.statusCode() != 200) {
                faults.add("%s: %d %s".formatted(path, response.statusCode(), response.body()));
                return;
            }
            JsonNode days = JSON.readTree(response.body()).get("days");
            if (days.size() != 3) {
                faults.add("%d days".formatted(days.size()));
            }
            for (JsonNode day : days) {
                long run = day.get("run").longValue();
                LocalDate date = LocalDate.parse(day.get("day").stringValue());
                runsSeen.computeIfAbsent(date, any -> ConcurrentHashMap.newKeySet())
                        .add(run);
                String name = String.join(" ", collar, path, date.toString(), String.valueOf(run));
                String content = day.toString();
                String before = contents.putIfAbsent(name, content);
                if (before != null && !before.equals(content)) {
                    faults.add("Two contents of " + name);
                }
            }
        }
    }

    /** Asks until the day is shown as the run published it. */
    private static void assertSeen(ServiceProcess service, String token, String collar, LocalDate day, long run)
            throws Exception {
        long deadline = System.nanoTime() + SEEN_WITHIN.toNanos();
        String body;
        do {
            body = service.get("/v1/collars/%s/summaries?date=%s".formatted(collar, day), token)
                    .body();
        } while (!body.contains("\"run\":" + run + ",") && System.nanoTime() < deadline);
        assertThat(body).contains("\"run\":" + run + ",");
    }
}
