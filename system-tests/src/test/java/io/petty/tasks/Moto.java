package io.petty.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.FixedPort;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/** A moto server, which answers as AWS does but evaluates no policies. */
final class Moto implements Closeable {
    /** The account that moto assumes. */
    static final String ACCOUNT = "123456789012";

    static final String REGION = "eu-central-1";

    private static final String KEY = "test";

    private final Process process;
    private final URI endpoint;
    private final HttpClient client = HttpClient.newHttpClient();

    private Moto(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts the program {@code moto_server}. */
    static Moto start(String program) throws IOException {
        int port = FixedPort.next();
        ProcessBuilder command = new ProcessBuilder(program, "-H", "127.0.0.1", "-p", String.valueOf(port));
        Process process =
                LimitedProcess.start(command.redirectErrorStream(true), WrittenLines.PATIENCE.multipliedBy(3));
        WrittenLines lines = WrittenLines.of(process);
        assertThat(lines.reaches(line -> line.contains("Running on http")))
                .as(lines.text())
                .isTrue();
        return new Moto(process, URI.create("http://127.0.0.1:" + port));
    }

    URI endpoint() {
        return endpoint;
    }

    /** Calls an operation of a service that speaks JSON; see {@link JsonCalls#call}. */
    JsonNode call(String service, String target, Object input) throws IOException, InterruptedException {
        return new JsonCalls(client, endpoint, KEY).call(service, target, input);
    }

    /** Calls CloudWatch, whose protocol is that of queries, and returns its XML. */
    String cloudWatch(String query) throws IOException, InterruptedException {
        return send(request("/", "monitoring")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query + "&Version=2010-08-01"))
                .build());
    }

    void createBucket(String name) throws IOException, InterruptedException {
        String configuration =
                "<CreateBucketConfiguration><LocationConstraint>%s</LocationConstraint>".formatted(REGION)
                        + "</CreateBucketConfiguration>";
        send(request("/" + name, "s3")
                .PUT(HttpRequest.BodyPublishers.ofString(configuration))
                .build());
    }

    void putObject(String bucket, String key, byte[] content) throws IOException, InterruptedException {
        send(request("/" + bucket + "/" + key, "s3")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                .build());
    }

    /** Returns the keys of a bucket as XML. */
    String list(String bucket) throws IOException, InterruptedException {
        return send(request("/" + bucket + "?list-type=2", "s3").GET().build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", request, answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder request(String path, String service) {
        return HttpRequest.newBuilder(endpoint.resolve(path))
                .timeout(WrittenLines.PATIENCE)
                .header("Authorization", JsonCalls.authorization(KEY, service));
    }

    @Override
    public void close() {
        process.toHandle().destroy();
        process.onExit().join();
    }
}
