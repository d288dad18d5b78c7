package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sends {@code petty.test.fuzz} hostile requests, which depend on {@code petty.test.seed}. No answer is a server error
 * or reveals internals. Meanwhile, good requests are answered correctly.
 */
@ExtendWith(SharedServer.class)
class FuzzTest {
    private static final long REQUESTS = Long.getLong("petty.test.fuzz", 750);
    private static final long SEED = Long.getLong("petty.test.seed", 1);
    private static final int CLIENTS = 4;
    private static final int GOOD_EVERY = 200;
    private static final int MOST_FAILURES = 20;

    /** Class names and lines of stack traces. */
    private static final Pattern INSIDE = Pattern.compile(
            "\\w+(Exception|Error)\\b|\\bat [\\w.$]+\\(|java\\.\\w+\\.|org\\.\\w+\\.|io\\.petty|jakarta|tools\\.jackson|(?i)tomcat|whitelabel");

    /** A request that Tomcat answers itself. If it is malformed, the answer has no body. */
    private static final Pattern TO_NO_PATH = Pattern.compile("OPTIONS \\*[ ?]");

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    @Test
    void neverFailsOrRevealsInternalsWhateverIsSent(ApiServer server) throws Exception {
        FuzzedRequests requests = new FuzzedRequests(
                SEED,
                new OpenApiDocument(server.get("/v1/openapi.json").json()).operations(),
                List.of(
                        server.token("LUNA-01"),
                        server.key(Set.of(Permission.TIMELINES_READ_ALL)),
                        server.key(Set.of(Permission.STATUS_READ))),
                List.copyOf(EndpointTable.FILES.values()));
        List<String> good = server.token("LUNA-01");
        String expected = goodAnswer(server, good);
        AtomicLong numbers = new AtomicLong();
        Map<String, String> failures = new ConcurrentHashMap<>();
        Map<Integer, Long> statuses = new TreeMap<>();

        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            done.add(clients.submit(() -> {
                long number = numbers.getAndIncrement();
                for (; number < REQUESTS && failures.size() < MOST_FAILURES; number = numbers.getAndIncrement()) {
                    byte[] request = requests.request(number);
                    try {
                        int status = check(request, RawRequest.send(server.port(), request));
                        synchronized (statuses) {
                            statuses.merge(status, 1L, Long::sum);
                        }
                        if (number % GOOD_EVERY == 0) {
                            assertThat(goodAnswer(server, good)).isEqualTo(expected);
                        }
                    } catch (AssertionError | RuntimeException e) {
                        failures.putIfAbsent(
                                kind(e), "Request %d of seed %d: %s%n%s".formatted(number, SEED, e, shown(request)));
                    }
                }
            }));
        }
        clients.shutdown();
        for (Future<?> client : done) {
            client.get();
        }
        assertThat(goodAnswer(server, good)).isEqualTo(expected);
        assertThat(failures.values()).as("seed %d, statuses %s", SEED, statuses).isEmpty();
        assertThat(statuses.keySet()).contains(200, 400, 401, 403, 404);
    }

    /** Returns the start of the message. Failures with the same start are of one kind. */
    static String kind(Throwable e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(0, Math.min(80, text.length()));
    }

    private static String goodAnswer(ApiServer server, List<String> credential) {
        Answer answer = server.get("/v1/collars/LUNA-01/timeline?date=2026-11-20", credential);
        assertThat(answer.status()).isEqualTo(200);
        return answer.comparable();
    }

    /** Returns the status; 0 if the connection ended without an answer, or with an answer without headers. */
    static int check(byte[] request, Optional<Answer> given) {
        if (given.isEmpty()) {
            return 0;
        }
        Answer answer = given.get();
        int status = answer.status();
        if (status == 0) {
            assertThat(answer.text()).startsWith("{\"type\":\"/problems/").doesNotContainPattern(INSIDE);
            return 0;
        }
        String sent = new String(request, StandardCharsets.ISO_8859_1);
        assertThat(status).isBetween(100, 499);
        if (status >= 400 && TO_NO_PATH.matcher(sent).lookingAt()) {
            assertThat(answer.body()).isEmpty();
        } else if (status >= 400) {
            assertThat(answer.text()).doesNotContainPattern(INSIDE);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            checkProblem(answer, sent.startsWith("HEAD "));
        } else if (WITHOUT_BODY.contains(status)) {
            assertThat(answer.body()).isEmpty();
        }
        return status;
    }

    private static void checkProblem(Answer answer, boolean head) {
        if (head) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        try {
            JsonNode problem = answer.json();
            assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
            assertThat(problem.path("type").asString()).startsWith("/problems/");
            assertThat(problem.path("detail").asString()).isNotBlank();
        } catch (JacksonException e) {
            throw new AssertionError("No JSON: " + answer.text(), e);
        }
    }

    /** Returns the request as a Java string literal, so that it can be repeated. */
    private static String shown(byte[] request) {
        StringBuilder shown = new StringBuilder();
        for (byte one : request) {
            int value = one & 0xff;
            if (value == '\r') {
                shown.append("\\r");
            } else if (value == '\n') {
                shown.append("\\n\n");
            } else if (value < 0x20 || value > 0x7e) {
                shown.append("\\x%02x".formatted(value));
            } else {
                shown.append((char) value);
            }
        }
        return shown.substring(0, Math.min(4_000, shown.length()));
    }
}
