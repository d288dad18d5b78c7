package io.petty.readiness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that simulates failures of servers and networks. */
final class BadNetwork implements AutoCloseable {
    private static final byte[] GOOD = "{\"good\":true}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROBLEM = "{\"title\":\"on purpose\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int OUTAGES = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "bad network");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean healed;

    BadNetwork() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.equals("/asked")) {
                String of = exchange.getRequestURI().getQuery();
                send(exchange, 200, String.valueOf(asked.getOrDefault(of, 0)).getBytes(StandardCharsets.US_ASCII));
                return;
            }
            int before = asked.merge(path, 1, Integer::sum) - 1;
            switch (path.split("/", -1)[1]) {
                case "flaky" -> send(exchange, before < OUTAGES ? 503 : 200, before < OUTAGES ? PROBLEM : GOOD);
                case "down" -> send(exchange, healed ? 200 : 503, healed ? GOOD : PROBLEM);
                case "heal" -> {
                    healed = true;
                    send(exchange, 200, GOOD);
                }
                case "limited" -> {
                    if (before == 0) {
                        exchange.getResponseHeaders().set("Retry-After", "1");
                    }
                    send(exchange, before == 0 ? 429 : 200, before == 0 ? PROBLEM : GOOD);
                }
                case "silent" -> closed.await();
                case "broken" -> {
                    if (before == 0) {
                        // The body is shorter than announced.
                        exchange.sendResponseHeaders(200, 100);
                        exchange.getResponseBody().write(GOOD);
                        exchange.getResponseBody().flush();
                    } else {
                        send(exchange, 200, GOOD);
                    }
                }
                case "bug" -> send(exchange, 500, PROBLEM);
                default -> send(exchange, 404, PROBLEM);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", status == 200 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
