package io.petty.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that supports only a part of S3. */
class OtherStoreTest {
    private final Set<String> objects = ConcurrentHashMap.newKeySet();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private HttpServer server;
    private int answerToBulkDeletes = 501;
    private int answerToDeletes = 204;
    private int answerToChecksums = 400;

    @BeforeEach
    void start() throws IOException {
        S3ProxyServer.useCredentials(S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private FileIO files(@Nullable String checksums) {
        return Storage.tableFiles(
                new StorageLocation("s3://bucket/lake"),
                new S3Settings(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        "auto",
                        true,
                        Duration.ofMinutes(2),
                        checksums));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 501})
    void deletesOneByOneAfterOneRefusedBulkDelete(int refusal) {
        answerToBulkDeletes = refusal;
        objects.addAll(Set.of("/bucket/lake/a", "/bucket/lake/b", "/bucket/lake/c", "/bucket/lake/stays"));
        try (FileIO files = files(null)) {
            SupportsBulkOperations bulk = (SupportsBulkOperations) files;
            bulk.deleteFiles(List.of("s3://bucket/lake/a", "s3://bucket/lake/b"));
            bulk.deleteFiles(List.of("s3://bucket/lake/c"));
        }
        assertThat(objects).containsExactly("/bucket/lake/stays");
        assertThat(requests).filteredOn(request -> request.startsWith("POST")).hasSize(1);
    }

    @Test
    void treatsAMissingFileAsDeleted() {
        answerToDeletes = 404;
        try (FileIO files = files(null)) {
            assertThatCode(() -> files.deleteFile("s3://bucket/lake/a")).doesNotThrowAnyException();
        }
    }

    @Test
    void reportsWhyADeleteFails() {
        answerToBulkDeletes = 403;
        try (FileIO files = files(null)) {
            SupportsBulkOperations bulk = (SupportsBulkOperations) files;
            assertThatThrownBy(() -> bulk.deleteFiles(List.of("s3://bucket/lake/a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Can't delete s3://bucket/lake/a: the store answered 403");
            answerToBulkDeletes = 501;
            answerToDeletes = 403;
            assertThatThrownBy(() -> bulk.deleteFiles(List.of("s3://bucket/lake/a")))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Can't delete s3://bucket/lake/a: the store answered 403");
        }
    }

    @ParameterizedTest
    @CsvSource({"400, the store answered 400. If", "501, the store answered 501. If"})
    void namesTheSettingIfChecksumsOfUploadsAreRefused(int refusal, String message) {
        answerToChecksums = refusal;
        try (FileIO files = files(null)) {
            assertThatThrownBy(() -> write(files))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContainingAll(
                            "Can't write s3://bucket/lake/a", message, "petty.s3.checksums=when-required");
        }
        assertThat(objects).isEmpty();
    }

    @Test
    void sendsNoTrailingChecksumIfOnlyRequiredOnesAreConfigured() throws IOException {
        try (FileIO files = files("when-required")) {
            write(files);
        }
        assertThat(objects).containsExactly("/bucket/lake/a");
    }

    private static void write(FileIO files) throws IOException {
        try (OutputStream out = files.newOutputFile("s3://bucket/lake/a").create()) {
            out.write("content".getBytes(UTF_8));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        requests.add(method + " " + path);
        exchange.getRequestBody().readAllBytes();
        int status = switch (method) {
            case "POST" -> answerToBulkDeletes;
            case "DELETE" -> answerToDeletes;
            case "PUT" -> exchange.getRequestHeaders().containsKey("x-amz-trailer") ? answerToChecksums : 200;
            default -> 404;
        };
        if (status == 204) {
            objects.remove(path);
        } else if (status == 200) {
            objects.add(path);
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
