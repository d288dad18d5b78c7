package io.petty.api;

import io.petty.api.OpenApiDocument.Operation;
import io.petty.api.OpenApiDocument.Parameter;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/**
 * Requests that are built from the OpenAPI description and then spoiled at random. The same seed and number give the
 * same request.
 */
final class FuzzedRequests {
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u00c9T",
            "",
            "GET GET",
            "A".repeat(9_000));
    private static final List<String> VERSIONS =
            List.of("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "http/1.1", "HTTP/1.1 ", "ICY", "");

    private final long seed;
    private final List<Operation> operations;
    private final List<List<String>> credentials;
    private final List<String> files;

    /** @param credentials headers with valid credentials */
    FuzzedRequests(long seed, List<Operation> operations, List<List<String>> credentials, List<String> files) {
        this.seed = seed;
        this.operations = operations;
        this.credentials = credentials;
        this.files = files;
    }

    /** Returns the request with a number. */
    byte[] request(long number) {
        return new Draft(new Random(seed * 1_000_003 + number)).bytes();
    }

    /** A request that is being built. */
    private final class Draft {
        private final Random random;
        private final HostileText hostile;
        private String method;
        private String path;
        private final List<String> query = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private byte[] body = new byte[0];

        Draft(Random random) {
            this.random = random;
            this.hostile = new HostileText(random);
            Operation operation = pick(operations);
            method = operation.method();
            path = random.nextInt(12) == 0 ? pick(files) : path(operation);
            operation.parameters().forEach(this::addParameter);
            addCredential();
            if (!operation.body().isEmpty() || random.nextInt(20) == 0) {
                addBody(operation.body());
            }
            addHeaders();
            spoil();
        }

        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String version = random.nextInt(60) == 0 ? pick(VERSIONS) : "HTTP/1.1";
            String target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
            write(out, method + " " + target + " " + version + lineEnd());
            for (String header : headers) {
                write(out, header + lineEnd());
            }
            write(out, "Connection: close\r\n\r\n");
            out.writeBytes(body);
            return out.toByteArray();
        }

        private String path(Operation operation) {
            String filled = operation.path();
            for (Parameter parameter : operation.parameters()) {
                if (parameter.in().equals("path")) {
                    String value = random.nextInt(3) == 0 ? segment() : parameter.value(random);
                    filled = filled.replace("{" + parameter.name() + "}", value);
                }
            }
            return filled;
        }

        private String segment() {
            return random.nextBoolean() ? encoded(hostile.text()) : hostile.text();
        }

        private void addParameter(Parameter parameter) {
            int times = random.nextInt(10) == 0 ? 2 : random.nextInt(2);
            for (int i = 0; i < times; i++) {
                String value = random.nextInt(6) == 0 ? hostile.text() : parameter.value(random);
                if (parameter.in().equals("query")) {
                    String name = random.nextInt(25) == 0 ? hostile.text() : parameter.name();
                    query.add(written(name) + (random.nextInt(40) == 0 ? "" : "=" + written(value)));
                } else if (parameter.in().equals("header")) {
                    headers.add(parameter.name() + ": " + value);
                }
            }
        }

        /** Encodes a value, in most cases correctly. */
        private String written(String text) {
            return random.nextInt(8) == 0 ? text : encoded(text);
        }

        private void addCredential() {
            if (random.nextInt(8) == 0) {
                headers.add(pick(List.of(
                                "Authorization: Bearer ", "X-API-Key: ", "Authorization: ", "Cookie: petty_refresh="))
                        + hostile.text());
            }
            if (random.nextInt(10) != 0) {
                List<String> good = pick(credentials);
                String value = good.get(1);
                headers.add(good.get(0) + ": " + (random.nextInt(8) == 0 ? hostile.spoiled(value) : value));
            }
        }

        private void addBody(String example) {
            String text = switch (random.nextInt(6)) {
                case 0 -> hostile.json();
                case 1 -> hostile.spoiled(example);
                case 2 ->
                    example.replaceAll("\"[^\"]*\"(?=[,}\\s])", Matcher.quoteReplacement("\"" + hostile.text() + "\""));
                default -> example;
            };
            body = text.getBytes(StandardCharsets.UTF_8);
            headers.add("Content-Type: " + (random.nextInt(5) == 0 ? hostile.contentType() : "application/json"));
            switch (random.nextInt(12)) {
                case 0 ->
                    headers.add("Transfer-Encoding: "
                            + pick(List.of("chunked", "gzip", "chunked, chunked", "identity", "x")));
                case 1 ->
                    headers.add("Content-Length: "
                            + pick(List.of("-1", "+5", "0", "5", "1e3", "99999999999999999999", "", "0x5", "5, 5")));
                case 2 -> headers.add("Expect: " + pick(List.of("100-continue", "200-ok")));
                case 3 -> {
                    headers.add("Transfer-Encoding: chunked");
                    body = "%x\r\n%s\r\n%s\r\n\r\n"
                            .formatted(body.length, text, random.nextInt(3) == 0 ? "zz" : "0")
                            .getBytes(StandardCharsets.UTF_8);
                }
                default -> headers.add("Content-Length: " + body.length);
            }
        }

        private void addHeaders() {
            headers.add("Host: " + (random.nextInt(25) == 0 ? hostile.host() : "localhost"));
            for (int i = random.nextInt(3); i > 0; i--) {
                headers.add(hostile.header());
            }
        }

        /** Spoils parts other than the parameters. */
        private void spoil() {
            if (random.nextInt(15) == 0) {
                method = pick(METHODS);
            }
            if (random.nextInt(15) == 0) {
                path = hostile.path(path);
            }
            if (random.nextInt(80) == 0) {
                headers.remove(random.nextInt(headers.size()));
            }
            if (random.nextInt(60) == 0 && !headers.isEmpty()) {
                headers.add(pick(headers));
            }
            if (random.nextInt(100) == 0) {
                headers.add("X-Long: " + "a".repeat(random.nextInt(40_000)));
            }
            if (random.nextInt(200) == 0) {
                for (int i = 0; i < 300; i++) {
                    headers.add("X-" + i + ": 1");
                }
            }
        }

        private String lineEnd() {
            return random.nextInt(400) == 0 ? pick(List.of("\n", "\r", "\r\n\r\n", "\0\r\n")) : "\r\n";
        }

        private String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private void write(ByteArrayOutputStream out, String text) {
            out.writeBytes(
                    text.getBytes(random.nextInt(50) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }
}
