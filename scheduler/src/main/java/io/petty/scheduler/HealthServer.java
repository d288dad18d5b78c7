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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers those who watch over the daemon, by HTTP. */
public final class HealthServer implements Closeable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads;
    private final JsonMapper json = new JsonMapper();

    private HealthServer(HttpServer server) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
    }

    /** @throws SettingsException when the port is taken or the address isn't this machine's */
    public static HealthServer open(ScheduleSettings settings, DaemonHealth health) {
        InetSocketAddress address = new InetSocketAddress(settings.address(), settings.port());
        if (address.isUnresolved()) {
            throw new SettingsException("petty.schedule.address: there is no address " + settings.address());
        }
        try {
            HealthServer server = new HealthServer(HttpServer.create(address, 0));
            server.serve("/health/live", health::live);
            server.serve("/health/ready", health::ready);
            server.server.start();
            return server;
        } catch (IOException e) {
            throw new SettingsException(
                    "petty.schedule.port: %s:%d can't be listened on: %s (0 takes any that is free)"
                            .formatted(settings.address(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /** Where it answers. */
    public String address() {
        InetSocketAddress bound = server.getAddress();
        return "http://%s:%d".formatted(bound.getAddress().getHostAddress(), bound.getPort());
    }

    private void serve(String path, Supplier<DaemonHealth.Report> report) {
        server.createContext(path, exchange -> {
            if (isAsked(exchange, path)) {
                DaemonHealth.Report answer = report.get();
                answer(exchange, answer.isUp() ? OK : UNAVAILABLE, "application/json", json.writeValueAsBytes(answer));
            }
        });
    }

    /** Serves a text, in the format that Prometheus reads. */
    public void serveText(String path, Supplier<String> text) {
        server.createContext(path, exchange -> {
            if (isAsked(exchange, path)) {
                answer(
                        exchange,
                        OK,
                        "text/plain; version=0.0.4; charset=utf-8",
                        text.get().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Whether it is this very path that is asked for; else says what is wrong. */
    private static boolean isAsked(HttpExchange exchange, String path) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, NOT_FOUND, null, new byte[0]);
            return false;
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            answer(exchange, NOT_ALLOWED, null, new byte[0]);
            return false;
        }
        return true;
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String type, byte[] body)
            throws IOException {
        try (exchange) {
            if (type != null) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
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
