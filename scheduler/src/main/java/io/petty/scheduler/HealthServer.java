package io.petty.scheduler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.petty.settings.SettingsException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Serves the daemon's health and metrics over HTTP. */
public final class HealthServer implements Closeable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;
    private final JsonMapper json = new JsonMapper();

    private record Reply(int status, String body) {}

    private HealthServer(HttpServer server) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    /** @throws SettingsException if the port is in use or the address isn't this machine's */
    public static HealthServer open(ScheduleSettings settings, DaemonHealth health) {
        InetSocketAddress address = new InetSocketAddress(settings.address(), settings.port());
        if (address.isUnresolved()) {
            throw new SettingsException("petty.schedule.address: unknown address " + settings.address());
        }
        try {
            HealthServer server = new HealthServer(HttpServer.create(address, 0));
            server.serve("/health/live", health::live);
            server.serve("/health/ready", health::ready);
            server.server.start();
            return server;
        } catch (IOException e) {
            throw new SettingsException(
                    "petty.schedule.port: can't listen on %s:%d: %s (0 uses any free port)"
                            .formatted(settings.address(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /** Returns the server's URL. */
    public String address() {
        InetSocketAddress bound = server.getAddress();
        return "http://%s:%d".formatted(bound.getAddress().getHostAddress(), bound.getPort());
    }

    private void serve(String path, Supplier<DaemonHealth.Report> report) {
        serve(path, "application/json", () -> {
            DaemonHealth.Report answer = report.get();
            return new Reply(answer.isUp() ? OK : UNAVAILABLE, json.writeValueAsString(answer));
        });
    }

    /** Serves metrics in the text format of Prometheus. */
    public void serveText(String path, Supplier<String> text) {
        serve(path, "text/plain; version=0.0.4; charset=utf-8", () -> new Reply(OK, text.get()));
    }

    /** Serves exactly this path. The JDK's server also sends requests for longer paths to the handler. */
    private void serve(String path, String type, Supplier<Reply> reply) {
        server.createContext(path, exchange -> {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, NOT_FOUND, "");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, NOT_ALLOWED, "");
            } else {
                Reply answer = reply.get();
                exchange.getResponseHeaders().set("Content-Type", type);
                answer(exchange, answer.status(), answer.body());
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
