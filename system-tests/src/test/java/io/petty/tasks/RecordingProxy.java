package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.petty.process.WrittenLines;
import io.petty.tasks.PolicySimulator.Decision;
import io.petty.tasks.PolicySimulator.Request;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/**
 * Stands between the programs and moto, as AWS does: it evaluates each call, refuses what policies don't allow, and
 * records both.
 */
final class RecordingProxy implements Closeable {
    private static final int OK = 200;
    private static final int REFUSED = 403;

    private static final int MISSING = 404;

    /** Programs use TLS 1.3 here, as with AWS. */
    private static final Map<String, String> TRANSPORT = Map.of("aws:SecureTransport", "true", "s3:TlsVersion", "1.3");

    /** In CBOR. */
    private static final byte[] EMPTY_MAP = {(byte) 0xA0};

    /** Headers that the client sets itself. */
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI moto;
    private final PolicySimulator policies;
    private final Map<String, String> keyOfResource;
    private final Map<String, String> roleOfKey;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    /** An evaluated call. */
    record Call(String role, Request request, Decision decision) {
        @Override
        public String toString() {
            return "%s: %s on %s".formatted(role, request.action(), request.resource());
        }
    }

    /**
     * @param keyOfResource the key's ARN by the bucket's or the secret's
     * @param roleOfKey the role's ARN by the id of an access key
     */
    RecordingProxy(
            SSLContext tls,
            URI moto,
            PolicySimulator policies,
            Map<String, String> keyOfResource,
            Map<String, String> roleOfKey)
            throws IOException {
        this.moto = moto;
        this.policies = policies;
        this.keyOfResource = keyOfResource;
        this.roleOfKey = roleOfKey;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer((HttpsExchange) exchange);
            } catch (IOException | RuntimeException | AssertionError e) {
                faults.add("%s %s: %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(), e));
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    URI endpoint() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Call> calls() {
        return calls;
    }

    /** Returns requests that couldn't be evaluated or forwarded. */
    List<String> faults() {
        return faults;
    }

    private void answer(HttpsExchange exchange) throws IOException, InterruptedException {
        AwsRequest request = new AwsRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                name -> exchange.getRequestHeaders().getFirst(name),
                exchange.getRequestBody().readAllBytes());
        if (!isAllowed(request, exchange.getSSLSession().getProtocol())) {
            refuse(exchange, request);
        } else if (request.isCloudWatch()) {
            translate(exchange, request);
        } else {
            forward(exchange, request);
        }
    }

    private boolean isAllowed(AwsRequest request, String protocol) throws IOException {
        assertThat(protocol).isEqualTo("TLSv1.3");
        String role = roleOf(request);
        boolean allowed = true;
        for (AwsRequest.Need need : request.needs(Moto.ACCOUNT)) {
            String resource = arn(need.resource());
            List<Request> requests = new ArrayList<>();
            requests.add(new Request(need.action(), resource, AwsRequest.context(need, TRANSPORT)));
            String key =
                    keyOfResource.get(request.service().equals("s3") ? "arn:aws:s3:::" + request.bucket() : resource);
            if (key != null) {
                Map<String, String> viaService = new HashMap<>(TRANSPORT);
                viaService.put("kms:ViaService", "%s.%s.amazonaws.com".formatted(request.service(), request.region()));
                AwsRequest.keyActions(need, request.isPart())
                        .forEach(action -> requests.add(new Request(action, key, viaService)));
            }
            for (Request one : requests) {
                Decision decision = policies.decide(role, one);
                calls.add(new Call(role, one, decision));
                allowed &= decision.allowed();
            }
        }
        return allowed;
    }

    /** Returns the ARN of a secret that a request names without its random suffix. */
    private String arn(String resource) {
        if (resource.startsWith("arn:") || resource.equals("*")) {
            return resource;
        }
        String named = "arn:aws:secretsmanager:%s:%s:secret:%s-".formatted(Moto.REGION, Moto.ACCOUNT, resource);
        return keyOfResource.keySet().stream()
                .filter(arn -> arn.startsWith(named) && arn.length() == named.length() + 6)
                .findFirst()
                .orElse(named + "??????");
    }

    private void forward(HttpsExchange exchange, AwsRequest request) throws IOException, InterruptedException {
        String query = request.uri().getRawQuery();
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(
                        moto.resolve(request.uri().getRawPath() + (query == null ? "" : "?" + query)))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(WrittenLines.PATIENCE)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        HttpResponse<byte[]> answer = client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == MISSING && request.isOfObject() && !mayKnowWhatIsMissing(request)) {
            refuse(exchange, request);
            return;
        }
        boolean hasBody = answer.body().length > 0;
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("content-length") && !OWN_HEADERS.contains(lower)) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        if (request.method().equals("HEAD")) {
            answer.headers()
                    .firstValue("content-length")
                    .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
        }
        exchange.sendResponseHeaders(answer.statusCode(), hasBody ? answer.body().length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** S3 says that an object is missing only to those who may list the bucket. */
    private boolean mayKnowWhatIsMissing(AwsRequest request) {
        String role = roleOf(request);
        Request list = new Request("s3:ListBucket", "arn:aws:s3:::" + request.bucket(), TRANSPORT);
        Decision decision = policies.decide(role, list);
        calls.add(new Call(role, list, decision));
        return decision.allowed();
    }

    private String roleOf(AwsRequest request) {
        String role = roleOfKey.get(request.key());
        if (role == null) {
            throw new IllegalArgumentException("No role has the access key " + request.key());
        }
        return role;
    }

    /** Forwards a call to CloudWatch as JSON, since moto doesn't know the protocol of the AWS SDK. */
    private void translate(HttpsExchange exchange, AwsRequest request) throws IOException, InterruptedException {
        JsonNode answer = new JsonCalls(client, moto, request.key())
                .call(request.service(), "GraniteServiceVersion20100801." + request.operation(), request.cbor());
        assertThat(answer).isEmpty();
        exchange.getResponseHeaders().set("smithy-protocol", AwsRequest.CLOUDWATCH_PROTOCOL);
        exchange.getResponseHeaders().set("Content-Type", "application/cbor");
        exchange.sendResponseHeaders(OK, EMPTY_MAP.length);
        exchange.getResponseBody().write(EMPTY_MAP);
    }

    private static void refuse(HttpsExchange exchange, AwsRequest request) throws IOException {
        boolean xml = request.service().equals("s3");
        byte[] body = (xml
                        ? "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
                        : "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", xml ? "application/xml" : "application/x-amz-json-1.1");
        boolean head = request.method().equals("HEAD");
        exchange.sendResponseHeaders(REFUSED, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
