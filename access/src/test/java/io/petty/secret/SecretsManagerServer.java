package io.petty.secret;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A server that implements the part of the AWS Secrets Manager protocol that Petty uses. Tests can make it fail. */
public final class SecretsManagerServer implements AutoCloseable {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=test-id/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final JsonMapper json = new JsonMapper();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    /** All values by secret and version. */
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    private final Map<String, String> currentVersions = new ConcurrentHashMap<>();

    private final Set<String> withoutValue = ConcurrentHashMap.newKeySet();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> unsigned = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Failure failure;
    private volatile @Nullable CountDownLatch held;
    private volatile Runnable onRequest = () -> {};

    private record Failure(int status, String code) {}

    /** Starts the server, and sets credentials for the SDK's default chain until {@link #close}. */
    public SecretsManagerServer() {
        System.setProperty("aws.accessKeyId", "test-id");
        System.setProperty("aws.secretAccessKey", "test-secret");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns settings for this server. */
    public SecretSettings settings() {
        return new SecretSettings("aws", null, "petty/", address(), null, Duration.ofMinutes(5), Duration.ofHours(24));
    }

    public void put(String name, String text) {
        put(name, text, UUID.randomUUID().toString());
    }

    private synchronized void put(String name, String text, String version) {
        versions.put(name + " " + version, text);
        currentVersions.put(name, version);
        secrets.put(name, text);
    }

    /** Returns the current version of a secret. */
    public synchronized @Nullable String version(String name) {
        return currentVersions.get(name);
    }

    /** Makes an earlier version the current one, as an operator can. */
    public synchronized void goBackTo(String name, String version) {
        put(name, String.valueOf(versions.get(name + " " + version)), version);
    }

    /** Creates a secret without a value, as a deployment can. */
    public void putWithoutValue(String name) {
        withoutValue.add(name);
    }

    public @Nullable String get(String name) {
        return secrets.get(name);
    }

    /** Answers all requests with an error from now on. */
    public void fail(int status, String code) {
        failure = new Failure(status, code);
    }

    public void recover() {
        failure = null;
        CountDownLatch waiting = held;
        held = null;
        if (waiting != null) {
            waiting.countDown();
        }
    }

    /** Runs an action at each request, before the response. */
    public void onRequest(Runnable what) {
        onRequest = what;
    }

    /** Makes requests wait until {@link #recover}. */
    public void hold() {
        held = new CountDownLatch(1);
    }

    /** Returns the requests so far, such as {@code GetSecretValue petty/database}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Returns the requests without an SDK signature. */
    public List<String> unsigned() {
        return List.copyOf(unsigned);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, Object> body = json.readValue(exchange.getRequestBody().readAllBytes(), OBJECT);
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .replace("secretsmanager.", "");
            String name = String.valueOf(body.getOrDefault("SecretId", body.get("Name")));
            requests.add(target + " " + name);
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!authorization.startsWith(SIGNED) || !authorization.contains("/secretsmanager/aws4_request")) {
                unsigned.add(target + " " + name);
            }
            onRequest.run();
            CountDownLatch waiting = held;
            if (waiting != null) {
                waiting.await();
            }
            Failure now = failure;
            if (now != null) {
                fail(exchange, now.status(), now.code());
                return;
            }
            answer(exchange, target, name, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void answer(HttpExchange exchange, String target, String name, Map<String, Object> body)
            throws IOException {
        String text = String.valueOf(body.get("SecretString"));
        switch (target) {
            case "GetSecretValue" -> {
                String known = secrets.get(name);
                if (known == null) {
                    fail(exchange, 400, "ResourceNotFoundException");
                } else {
                    send(
                            exchange,
                            200,
                            Map.of("Name", name, "SecretString", known, "VersionId", String.valueOf(version(name))));
                }
            }
            case "CreateSecret" -> {
                if (!withoutValue.contains(name) && !secrets.containsKey(name)) {
                    put(name, text, String.valueOf(body.get("ClientRequestToken")));
                    send(exchange, 200, Map.of("Name", name));
                } else {
                    fail(exchange, 400, "ResourceExistsException");
                }
            }
            case "PutSecretValue" -> {
                if (!withoutValue.contains(name) && !secrets.containsKey(name)) {
                    fail(exchange, 400, "ResourceNotFoundException");
                } else if (versions.containsKey(name + " " + body.get("ClientRequestToken"))) {
                    // A repeated write of the same value succeeds and changes nothing.
                    if (text.equals(versions.get(name + " " + body.get("ClientRequestToken")))) {
                        send(exchange, 200, Map.of("Name", name));
                    } else {
                        fail(exchange, 400, "ResourceExistsException");
                    }
                } else {
                    put(name, text, String.valueOf(body.get("ClientRequestToken")));
                    send(exchange, 200, Map.of("Name", name));
                }
            }
            default -> fail(exchange, 400, "InvalidAction");
        }
    }

    private void fail(HttpExchange exchange, int status, String code) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("__type", code);
        body.put("Message", "The test makes it fail.");
        send(exchange, status, body);
    }

    private void send(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        recover();
        server.stop(0);
        threads.shutdownNow();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }
}
