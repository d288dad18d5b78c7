package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.WrittenLines;
import java.io.Closeable;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that continuously request days of some collars and check that no answer mixes two publications of a day. */
final class AskingClients implements Closeable {
    /** High enough not to slow the clients down. */
    static final Map<String, String> NO_LIMITS = Map.of(
            "PETTY_API_RATE_LIMITS_PRINCIPAL_PER_SECOND",
            "100000",
            "PETTY_API_RATE_LIMITS_PRINCIPAL_BURST",
            "100000",
            "PETTY_API_RATE_LIMITS_ADDRESS_PER_SECOND",
            "100000",
            "PETTY_API_RATE_LIMITS_ADDRESS_BURST",
            "100000");

    private static final int CLIENTS = 2;

    /** Leaves most processor time to the publishing runs. */
    private static final long PAUSE_MILLIS = 20;

    private static final long LOOK_MILLIS = 1_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final ServiceProcess service;
    private final String token;
    private final LocalDate first;
    private final LocalDate last;
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Future<?>> asking;

    /**
     * The content of each published day when it was first seen. If another answer shows different content for the same
     * run, it mixes publications.
     */
    private final Map<String, String> contents = new ConcurrentHashMap<>();

    private final Map<LocalDate, Set<Long>> runsSeen = new ConcurrentHashMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private volatile int answers;

    /** Starts the requests. */
    AskingClients(ServiceProcess service, String token, List<String> collars, LocalDate first, LocalDate last) {
        this.service = service;
        this.token = token;
        this.first = first;
        this.last = last;
        this.asking = IntStream.range(0, CLIENTS)
                .<Future<?>>mapToObj(client -> threads.submit(() -> {
                    while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                        ask(collars.get(client % collars.size()));
                    }
                    return null;
                }))
                .toList();
    }

    private void ask(String collar) throws Exception {
        for (String path : List.of("/timeline", "/summaries")) {
            HttpResponse<String> response =
                    service.get("/v1/collars/%s%s?from=%s&to=%s".formatted(collar, path, first, last), token);
            if (response.statusCode() != 200) {
                faults.add("%s: %d %s".formatted(path, response.statusCode(), response.body()));
                return;
            }
            JsonNode days = JSON.readTree(response.body()).get("days");
            if (days.size() != ChronoUnit.DAYS.between(first, last) + 1) {
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
                    faults.add("Different contents of " + name);
                }
            }
            synchronized (this) {
                answers++;
                notifyAll();
            }
        }
    }

    /** Waits until the clients have seen the day as the run published it. */
    void awaitRun(LocalDate day, long run) throws InterruptedException {
        await("run %d of %s".formatted(run, day), () -> runsSeen(day).contains(run));
    }

    /** Waits until the clients have received more than this many answers. */
    void awaitAnswers(int count) throws InterruptedException {
        await(count + " answers", () -> answers > count);
    }

    private synchronized void await(String what, BooleanSupplier seen) throws InterruptedException {
        long deadline = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
        while (!seen.getAsBoolean()) {
            assertThat(System.nanoTime() < deadline && asking.stream().noneMatch(Future::isDone))
                    .as(
                            "waiting for %s with faults %s and runs %s; the service wrote%n%s",
                            what, faults, runsSeen, service.written())
                    .isTrue();
            wait(LOOK_MILLIS);
        }
    }

    /** Stops the requests, and fails if any client failed. */
    void end() throws InterruptedException, ExecutionException {
        over.countDown();
        for (Future<?> client : asking) {
            client.get();
        }
    }

    /** Returns a description of each answer that failed or was mixed. */
    Queue<String> faults() {
        return faults;
    }

    private Set<Long> runsSeen(LocalDate day) {
        return runsSeen.getOrDefault(day, Set.of());
    }

    @Override
    public void close() {
        over.countDown();
        threads.shutdownNow();
    }
}
