package io.petty.tasks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives the credentials of task roles to programs, in the protocol of ECS. */
final class CredentialsDouble implements Closeable {
    private static final int OK = 200;
    private static final int REFUSED = 403;

    private final HttpServer server;
    private final Map<String, String> roleOfKey = new ConcurrentHashMap<>();

    CredentialsDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/credentials/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String key = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            boolean known = token(key).equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    && roleOfKey.containsKey(key);
            byte[] body = (known
                            ? """
                    {"AccessKeyId": "%s", "SecretAccessKey": "of-the-test", "Token": "session-of-the-test",
                    "Expiration": "%s", "RoleArn": "%s"}
                    """.formatted(
                                    key,
                                    Instant.now().plus(6, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS),
                                    roleOfKey.get(key))
                            : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? OK : REFUSED, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String token(String key) {
        return "token-of-" + key;
    }

    /** Creates an access key of a role. */
    synchronized String keyOf(String role) {
        String key = "ASIATEST%08d".formatted(roleOfKey.size());
        roleOfKey.put(key, role);
        return key;
    }

    /** Returns the variables with which the AWS SDK gets the credentials of a key. */
    Map<String, String> environment(String key) {
        return Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "http://127.0.0.1:%d/v2/credentials/%s"
                        .formatted(server.getAddress().getPort(), key),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                token(key));
    }

    /** Returns the role's ARN by the id of an access key. */
    Map<String, String> roles() {
        return roleOfKey;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
