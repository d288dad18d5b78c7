package io.petty.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3StorageTest extends StorageContract {
    private static S3ProxyServer server;
    private static S3Client client;
    private static int tests;

    private String bucket = "";
    private Path folder;
    private Storage storage;

    @BeforeAll
    static void openTheServer() throws Exception {
        server = S3ProxyServer.shared();
        client = S3Clients.create(server.settings());
    }

    @AfterAll
    static void closeTheClient() {
        client.close();
    }

    @BeforeEach
    void openANewBucket() throws IOException {
        tests++;
        bucket = "bucket-" + tests;
        folder = server.createBucket(bucket);
        storage = Storage.open(new StorageLocation("s3://" + bucket + "/raw"), server.settings());
    }

    @AfterEach
    void closeTheStorage() throws IOException {
        storage.close();
    }

    @Override
    Storage storage() {
        return storage;
    }

    @Override
    S3Settings settings() {
        return server.settings();
    }

    @Override
    void put(String key, byte[] content) {
        client.putObject(request -> request.bucket(bucket).key("raw/" + key), RequestBody.fromBytes(content));
    }

    @Override
    void remove(String key) {
        client.deleteObject(request -> request.bucket(bucket).key("raw/" + key));
    }

    @Override
    Storage missingRoot() throws IOException {
        return Storage.open(new StorageLocation("s3://no-such-bucket/raw"), server.settings());
    }

    @Test
    void readsAFileWithoutAnETag() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("raw")).resolve("a.ndjson"), "abc");

        StoredObject listed = storage.list("").get(0);

        try (InputStream content = storage.open(listed)) {
            assertThat(content.readAllBytes()).asString().isEqualTo("abc");
        }
    }

    @Test
    void detectsAChangeOfAFileWithoutAnETag() throws IOException {
        Path file = Files.createDirectories(folder.resolve("raw")).resolve("a.ndjson");
        Files.writeString(file, "abc");
        StoredObject listed = storage.list("").get(0);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));

        assertThatThrownBy(() -> storage.open(listed).readAllBytes())
                .isInstanceOf(ObjectChangedException.class)
                .hasMessageContaining("a.ndjson");
    }

    @Test
    void namesAMissingBucket() throws IOException {
        try (Storage missing = missingRoot()) {
            assertThatThrownBy(() -> missing.list("")).hasMessageContaining("the bucket no-such-bucket does not exist");
        }
    }

    @Test
    void listsSeveralPages() throws IOException {
        List<String> keys = IntStream.range(0, 23)
                .mapToObj(i -> "dt=2026-11-%02d/a".formatted(i + 1))
                .toList();
        for (String key : keys) {
            put(key, "x");
        }
        try (Storage small = new S3Storage(storage.root(), settings(), S3Clients.create(settings()), 5)) {
            assertThat(small.list("")).extracting(StoredObject::key).isEqualTo(keys);
            assertThat(small.folders("dt=")).hasSize(23).contains("dt=2026-11-23");
        }
    }

    @Test
    void listsOnlyKeysBelowItsPrefix() throws IOException {
        put("a", "x");
        client.putObject(request -> request.bucket(bucket).key("rawer/b"), RequestBody.fromString("y"));
        client.putObject(request -> request.bucket(bucket).key("c"), RequestBody.fromString("z"));
        assertThat(storage.list("")).extracting(StoredObject::key).containsExactly("a");
        try (Storage whole = Storage.open(new StorageLocation("s3://" + bucket), settings())) {
            assertThat(whole.list("")).extracting(StoredObject::key).containsExactly("c", "raw/a", "rawer/b");
            assertThat(whole.folders("")).containsExactly("raw", "rawer");
        }
    }

    @Test
    void omitsMarkersOfFolders() throws IOException {
        put("", new byte[0]);
        put("dt=2026-11-20/", new byte[0]);
        put("dt=2026-11-20/a", "x");
        assertThat(storage.list("")).extracting(StoredObject::key).containsExactly("dt=2026-11-20/a");
        assertThat(storage.folders("")).containsExactly("dt=2026-11-20");
    }

    @Test
    void reportsRefusedCredentials() throws IOException {
        S3ProxyServer.useCredentials(S3ProxyServer.ACCESS_KEY, "wrong");
        try (Storage refused = Storage.open(storage.root(), settings())) {
            assertThatThrownBy(() -> refused.list(""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(storage.root().toString())
                    .hasMessageContaining("403 SignatureDoesNotMatch")
                    .hasMessageContaining("check the AWS credentials");
        } finally {
            S3ProxyServer.useCredentials(S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
        }
    }

    @Test
    void reportsAnUnreachableServer() throws IOException {
        // Bound but not listening, so that no other process gets the port.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + bound.getLocalPort();
            S3Settings nobody =
                    new S3Settings(URI.create("http://" + address), "eu-central-1", true, Duration.ofSeconds(30), null);
            try (Storage unreachable = Storage.open(storage.root(), nobody)) {
                assertThatThrownBy(() -> unreachable.list(""))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("Can't list " + storage.root())
                        .hasMessageContaining(address);
            }
        }
    }
}
