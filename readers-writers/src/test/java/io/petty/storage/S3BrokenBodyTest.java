package io.petty.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads from a simulated store that breaks off its responses. Real stores can't be made to do this. */
class S3BrokenBodyTest {
    private static final String ETAG = "\"etag-1\"";

    private final byte[] content = new byte[1_000_000];
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private Storage storage;

    /**
     * A response with the object's content from the requested position.
     *
     * @param bytes the number of bytes after which the response breaks off; null to send all
     * @param knowsRanges whether the store honors the requested range; otherwise it sends the whole object
     */
    private record Answer(int status, @Nullable Integer bytes, String etag, boolean knowsRanges) {
        static Answer whole() {
            return new Answer(200, null, ETAG, true);
        }

        static Answer brokenAfter(int bytes) {
            return new Answer(200, bytes, ETAG, true);
        }

        static Answer failure(int status) {
            return new Answer(status, 0, ETAG, true);
        }
    }

    private S3Settings settings;

    @BeforeEach
    void start() throws IOException {
        new Random(5).nextBytes(content);
        S3ProxyServer.useCredentials(S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        settings = new S3Settings(endpoint, null, true, Duration.ofMinutes(2), null);
        storage = Storage.open(new StorageLocation("s3://bucket/raw"), settings);
    }

    @AfterEach
    void stop() throws IOException {
        storage.close();
        server.stop(0);
    }

    @Test
    void resumesWhereABodyBrokeOff() throws IOException {
        answers.addAll(
                List.of(Answer.brokenAfter(0), Answer.brokenAfter(300_000), Answer.brokenAfter(1), Answer.whole()));
        assertThat(read("a")).isEqualTo(content);
        assertThat(requests).hasSize(4).allMatch(request -> request.contains("If-Match " + ETAG));
        assertThat(List.copyOf(requests).get(3)).contains("Range bytes=300001-");
    }

    /** Iceberg's own retries cover neither kind of read. */
    @Test
    void resumesSequentialAndRangeReadsOfTableFiles() throws IOException {
        try (FileIO files = Storage.tableFiles(new StorageLocation("s3://bucket/lake"), settings);
                SeekableInputStream in =
                        files.newInputFile("s3://bucket/lake/a.parquet").newStream()) {
            byte[] range = new byte[500_000];
            answers.addAll(List.of(Answer.brokenAfter(300_000), Answer.brokenAfter(0), Answer.whole()));
            ((RangeReadable) in).readFully(400_000, range);
            assertThat(range).isEqualTo(Arrays.copyOfRange(content, 400_000, 900_000));

            answers.addAll(List.of(Answer.brokenAfter(300_000), Answer.brokenAfter(0), Answer.whole()));
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void givesUpWithAMessageThatNamesTheObjectAndTheFailure() {
        answers.addAll(Collections.nCopies(4, Answer.brokenAfter(100)));
        assertThatThrownBy(() -> read("dt=2026-11-20/a.json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("read dt=2026-11-20/a.json in s3://bucket/raw")
                .hasMessageContaining("broke off at byte 400 of 1000000")
                .hasMessageContaining("4 times");
        assertThat(requests).hasSize(4);
    }

    @Test
    void detectsAChangeWhenResuming() {
        answers.addAll(List.of(Answer.brokenAfter(100), Answer.failure(412)));
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(ObjectChangedException.class)
                .hasMessageContaining("a in s3:");
        answers.addAll(List.of(Answer.brokenAfter(100), new Answer(200, null, "\"etag-2\"", true)));
        assertThatThrownBy(() -> read("a")).isInstanceOf(ObjectChangedException.class);
    }

    @Test
    void refusesTheWholeObjectInPlaceOfTheRest() {
        answers.addAll(List.of(Answer.brokenAfter(100), new Answer(200, null, ETAG, false)));
        assertThatThrownBy(() -> read("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sent the whole object");
    }

    @Test
    void retriesWhenTheStoreIsBusy() throws IOException {
        answers.addAll(List.of(Answer.failure(503), Answer.failure(500), Answer.whole()));
        assertThat(read("a")).isEqualTo(content);
    }

    @Test
    void givesUpOnAStoreThatStaysBusy() {
        answers.addAll(Collections.nCopies(5, Answer.failure(503)));
        assertThatThrownBy(() -> read("a")).isInstanceOf(IOException.class).hasMessageContaining("answered 503");
        assertThat(requests).hasSize(5);
    }

    @Test
    void requestsTheUnchangedKey() throws IOException {
        for (String key : List.of("a/../../b", "./a", "a//b", "..")) {
            answers.add(Answer.whole());
            requests.clear();
            assertThat(read(key)).isEqualTo(content);
            assertThat(requests.peek()).startsWith("GET /bucket/raw/" + key + " ");
        }
    }

    private byte[] read(String key) throws IOException {
        try (InputStream in = storage.open(new StoredObject(key, content.length, ETAG))) {
            return in.readAllBytes();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = exchange.getRequestHeaders();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add("%s %s Range %s If-Match %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        range,
                        headers.getOrDefault("If-match", List.of("")).get(0)));
        Answer answer = answers.remove();
        exchange.getResponseHeaders().set("ETag", answer.etag());
        if (answer.status() != 200) {
            byte[] error = "<Error><Code>Busy%d</Code><Message>no</Message></Error>"
                    .formatted(answer.status())
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), error.length);
            exchange.getResponseBody().write(error);
            exchange.close();
            return;
        }
        int from = 0;
        int to = content.length;
        if (range != null && answer.knowsRanges()) {
            String[] bounds = range.substring("bytes=".length()).split("-", -1);
            from = Integer.parseInt(bounds[0]);
            to = bounds[1].isEmpty() ? to : Integer.parseInt(bounds[1]) + 1;
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, content.length));
        }
        byte[] rest = Arrays.copyOfRange(content, from, to);
        exchange.sendResponseHeaders(rest.length < content.length ? 206 : 200, rest.length);
        Integer bytes = answer.bytes();
        exchange.getResponseBody().write(rest, 0, bytes == null ? rest.length : bytes);
        exchange.getResponseBody().flush();
        // Closing before all announced bytes are sent breaks the connection.
        exchange.close();
    }
}
