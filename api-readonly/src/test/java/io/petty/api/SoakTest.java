package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.AccessHome;
import io.petty.access.ForgedTokens;
import io.petty.access.InvalidCredentialException;
import io.petty.access.Permission;
import io.petty.api.AttackedService.Memory;
import io.petty.lake.database.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;

/**
 * Attacks the service for the duration {@code petty.test.soak}, such as {@code 10m}: sends the requests of {@link
 * FuzzTest}, slow sockets, floods of refused requests, forged tokens and overlapping refreshes. Raise the time limits
 * of tests with {@code -Dtest.longest="1 d" -Dsurefire.timeout=0}.
 */
@EnabledIfSystemProperty(named = "petty.test.soak", matches = "[0-9].*")
class SoakTest {
    private static final Duration DURATION = DurationStyle.detectAndParse(System.getProperty("petty.test.soak", "30s"));
    private static final long SEED = Long.getLong("petty.test.seed", 1);
    private static final int HOSTILE_CLIENTS = 2;

    /** The number of clients' addresses. It is fixed, since the service caches and logs each address for a while. */
    private static final int ADDRESSES = 200;

    private static final int OVERLAPPING = 4;
    private static final int MOST_FAILURES = 20;
    private static final long MOST_LOG = 10_000_000;

    /** The allowed growth after the first third of the time, since compiled code and buffers still grow. */
    private static final long MORE_LIVE = 16L << 20;

    private static final long MORE_RESIDENT = 64L << 20;

    private static final String DAY = "/v1/collars/LUNA-01/timeline?date=2026-11-20";
    private static final String OWNERS_ADDRESS = "192.0.2.1";
    private static final String FAMILYS_ADDRESS = "192.0.2.2";
    private static final String FLOODS_ADDRESS = "127.0.0.21";
    private static final String FORGERS_ADDRESS = "127.0.0.22";

    /**
     * A request without a valid credential.
     *
     * @param statuses the possible statuses of the answer while the address isn't limited
     */
    private record Refused(String request, Set<Integer> statuses) {}

    private static final List<Refused> REFUSED = List.of(
            new Refused(get("/v9/x"), Set.of(404)),
            new Refused(get("/v1/nothing"), Set.of(404)),
            new Refused(get("/days"), Set.of(308)),
            new Refused(get(DAY), Set.of(401)),
            new Refused(ofOtherHost("/try"), Set.of(301, 302, 303, 307, 308, 400)),
            new Refused(ofOtherHost("/collars"), Set.of(308, 400)),
            new Refused(refreshByCookies("petty_refresh=a; petty_refresh=b"), Set.of(400, 401)),
            new Refused(refreshByCookies("__Host-petty_refresh=a; __Host-petty_refresh=b"), Set.of(400, 401)));

    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong longest = new AtomicLong();

    @TempDir
    private Path home;

    @Test
    void answersOthersUnderAttackWithConstantMemoryAndAShortLog() throws Exception {
        PublishedLake.write(home);
        ExecutorService clients = Executors.newCachedThreadPool();
        try (AttackedService service = AttackedService.start(home, DURATION.plusHours(1));
                AccessHome access = new AccessHome(home, DatabaseSettings.EMBEDDED, Clock.systemUTC());
                SlowSockets slow = new SlowSockets(service.port())) {
            service.onEnd(over::countDown);
            List<Future<?>> running = new ArrayList<>();
            for (Callable<Void> client : new Clients(service, access, clients).all()) {
                running.add(clients.submit(client));
            }
            running.add(clients.submit(loop("slow", Duration.ofSeconds(1), slow::step)));

            over.await(DURATION.toMillis() / 3, TimeUnit.MILLISECONDS);
            Memory warm = service.memory();
            over.await(DURATION.toMillis() * 2 / 3, TimeUnit.MILLISECONDS);
            Memory end = service.memory();
            over.countDown();
            for (Future<?> client : running) {
                client.get();
            }

            System.out.printf("soak: answers %s%n", counts);
            System.out.printf("soak: slow sockets %s%n", new TreeMap<>(slow.ends()));
            System.out.printf("soak: the owner waited for %d ms at most%n", longest.get() / 1_000_000);
            System.out.printf("soak: first %s; then %s%n", warm, end);
            System.out.printf("soak: %,d bytes of log%n", service.logBytes());
            assertThat(failures.values()).as("seed %d", SEED).isEmpty();
            assertThat(slow.ends().keySet()).noneMatch(how -> how.matches(".* 5(?!03).."));
            assertThat(end.live()).isLessThan(warm.live() + MORE_LIVE);
            assertThat(end.resident()).isLessThan(warm.resident() + MORE_RESIDENT);
            assertThat(service.logBytes()).as(service.endOfLog()).isLessThan(MOST_LOG);
            // The statuses of floods aren't checked, since they depend on the speed of the machine.
            assertThat(counts.keySet()).contains("owner 200", "hostile 200", "refresh 200");
        } finally {
            over.countDown();
            clients.shutdownNow();
        }
    }

    /** Repeats a request until the end, with a pause after each. */
    private Callable<Void> loop(String name, Duration pause, Request request) {
        return () -> {
            while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    request.send();
                } catch (AssertionError | Exception e) {
                    // Keeps only the first failure of a kind.
                    failures.putIfAbsent(name + " " + FuzzTest.kind(e), name + ": " + e);
                    if (failures.size() >= MOST_FAILURES) {
                        over.countDown();
                    }
                }
            }
            return null;
        };
    }

    private final class Clients {
        private final AttackedService service;
        private final AccessHome access;
        private final ExecutorService executor;
        private final AtomicLong numbers = new AtomicLong();
        private final FuzzedRequests hostile;
        private final String good;

        Clients(AttackedService service, AccessHome access, ExecutorService executor) {
            this.service = service;
            this.access = access;
            this.executor = executor;
            this.good = access.tokens()
                    .issue("ann", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                    .tokens()
                    .accessToken();
            JsonNode document = send(get("/v1/openapi.json")).orElseThrow().json();
            this.hostile = new FuzzedRequests(
                    SEED,
                    new OpenApiDocument(document).operations(),
                    List.of(
                            ApiServer.bearer(good),
                            List.of("X-API-Key", key(Permission.TIMELINES_READ_ALL)),
                            List.of("X-API-Key", key(Permission.STATUS_READ))),
                    List.copyOf(EndpointTable.FILES.values()));
        }

        private String key(Permission permission) {
            return access.keys()
                    .create("tests", List.of(), Set.of(permission), DURATION.plusDays(1))
                    .text();
        }

        List<Callable<Void>> all() throws Exception {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < HOSTILE_CLIENTS; i++) {
                all.add(loop("hostile", Duration.ZERO, this::sendHostile));
            }
            all.add(loop("flood", Duration.ZERO, inTurn(REFUSED, this::flood)));
            all.add(loop("forged", Duration.ZERO, inTurn(forged(), this::forge)));
            // Refreshes are rare, since each successful one writes an audit line.
            all.add(loop("refresh", Duration.ofSeconds(1), this::refresh));
            String owners = through(OWNERS_ADDRESS, get(DAY, List.of("X-API-Key", key(Permission.TIMELINES_READ_ALL))));
            String expected = send(owners).orElseThrow().comparable();
            all.add(loop("owner", Duration.ofMillis(20), () -> read(owners, expected)));
            return all;
        }

        private <T> Request inTurn(List<T> all, Consumer<T> send) {
            AtomicInteger next = new AtomicInteger();
            return () -> send.accept(all.get(next.getAndIncrement() % all.size()));
        }

        private Optional<Answer> send(String request) {
            return RawRequest.send(service.port(), bytes(request));
        }

        private int counted(String name, Optional<Answer> answer) {
            int status = answer.map(Answer::status).orElse(0);
            counts.computeIfAbsent(name + " " + status, key -> new AtomicLong()).incrementAndGet();
            return status;
        }

        private static boolean isBusy(Optional<Answer> answer) {
            return answer.filter(given -> given.status() == 503 && given.header("Retry-After") != null)
                    .isPresent();
        }

        private void sendHostile() {
            long number = numbers.getAndIncrement();
            String request = through(address(number), new String(hostile.request(number), StandardCharsets.ISO_8859_1));
            Optional<Answer> answer = send(request);
            counted("hostile", answer);
            try {
                if (!isBusy(answer)) {
                    FuzzTest.check(bytes(request), answer);
                }
            } catch (AssertionError e) {
                throw new AssertionError("Request %d of seed %d: %s".formatted(number, SEED, e.getMessage()), e);
            }
        }

        private void flood(Refused refused) {
            Optional<Answer> answer = RawRequest.sendFrom(FLOODS_ADDRESS, service.port(), bytes(refused.request()));
            int status = counted("flood", answer);
            if (!isBusy(answer) && status != 429) {
                assertThat(status).as(refused.request()).isIn(refused.statuses());
            }
            String location = answer.map(given -> given.header("Location")).orElse("/");
            assertThat(location).as(refused.request()).matches("/(?!/).*");
        }

        private List<String> forged() throws InvalidCredentialException {
            return ForgedTokens.of(good, access.signingKeys()).stream()
                    .map(ForgedTokens.Forged::token)
                    // Omits tokens with whitespace at an end: a line end would end the header, and the server ignores
                    // spaces around a value, so such a token would be valid.
                    .filter(token -> token.strip().equals(token))
                    .map(token -> get(DAY, ApiServer.bearer(token)))
                    .toList();
        }

        private void forge(String request) {
            Optional<Answer> answer = RawRequest.sendFrom(FORGERS_ADDRESS, service.port(), bytes(request));
            int status = counted("forged", answer);
            if (!isBusy(answer)) {
                assertThat(status).as(request).isIn(400, 401, 429);
            }
        }

        /** Refreshes a family several times, each time by overlapping retries of one attempt. */
        private void refresh() throws InterruptedException, ExecutionException {
            String token = access.tokens()
                    .issue("ben", List.of("LUNA-01"), Set.of(Permission.TIMELINES_READ))
                    .tokens()
                    .refreshToken();
            for (int round = 0; round < OVERLAPPING; round++) {
                String body = "{\"refresh_token\":\"%s\",\"attempt\":\"%s\"}".formatted(token, UUID.randomUUID());
                String request = through(FAMILYS_ADDRESS, post("/v1/tokens/refresh", body, List.of()));
                List<Future<Optional<Answer>>> retries = new ArrayList<>();
                for (int i = 0; i < OVERLAPPING; i++) {
                    retries.add(executor.submit(() -> send(request)));
                }
                Set<String> tokens = new HashSet<>();
                for (Future<Optional<Answer>> retry : retries) {
                    Optional<Answer> answer = retry.get();
                    int status = counted("refresh", answer);
                    if (status == 200) {
                        tokens.add(answer.orElseThrow().json("refresh_token"));
                    } else if (!isBusy(answer) && status != 429) {
                        throw new AssertionError("Not refreshed: " + answer);
                    }
                }
                if (tokens.isEmpty()) {
                    return;
                }
                assertThat(tokens).hasSize(1);
                token = tokens.iterator().next();
            }
        }

        private void read(String request, String expected) {
            long started = System.nanoTime();
            Optional<Answer> answer = send(request);
            longest.accumulateAndGet(System.nanoTime() - started, Math::max);
            int status = counted("owner", answer);
            if (!isBusy(answer) && status != 429) {
                assertThat(answer.map(Answer::comparable)).contains(expected);
            }
        }
    }

    private interface Request {
        void send() throws Exception;
    }

    private static String address(long number) {
        return "198.18.0." + number % ADDRESSES;
    }

    /** The header with which a trusted proxy forwards the client's address. */
    private static String through(String client, String request) {
        return request.replaceFirst("\r\n", "\r\nX-Forwarded-For: " + client + "\r\n");
    }

    private static String get(String path) {
        return get(path, List.of());
    }

    private static String get(String path, List<String> headers) {
        return new String(RawRequest.of("GET", path, headers), StandardCharsets.ISO_8859_1);
    }

    private static String ofOtherHost(String path) {
        return get(path).replace("Host: localhost", "Host: elsewhere.example");
    }

    private static String refreshByCookies(String cookies) {
        return post("/v1/tokens/refresh", "", List.of("X-Petty-Client", "page", "Cookie", cookies));
    }

    private static String post(String path, String body, List<String> headers) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of("Content-Type", "application/json", "Content-Length", String.valueOf(body.length())));
        return new String(RawRequest.of("POST", path, all), StandardCharsets.ISO_8859_1) + body;
    }

    private static byte[] bytes(String request) {
        return request.getBytes(StandardCharsets.ISO_8859_1);
    }
}
