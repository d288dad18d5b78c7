package io.petty.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * An S3 server that stores its objects in a folder and listens on the loopback address. It requires signed requests. It
 * sets the AWS credentials of this process, since Petty uses the default credentials chain.
 */
public final class S3ProxyServer implements AutoCloseable {
    public static final String ACCESS_KEY = "petty-tests";
    public static final String SECRET_KEY = "not-a-secret-outside-of-tests";

    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static @Nullable S3ProxyServer shared;

    private final Path folder;
    private final S3Proxy server;

    private S3ProxyServer(Path folder, S3Proxy server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Returns the server that the tests of a JVM share. Its folder is deleted when the JVM ends. Each test uses its own
     * buckets.
     */
    public static synchronized S3ProxyServer shared() throws Exception {
        // Surefire resets system properties after each class.
        useCredentials(ACCESS_KEY, SECRET_KEY);
        if (shared == null) {
            Path folder = Files.createTempDirectory("petty-s3-");
            S3ProxyServer started = start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> started.remove(folder)));
            shared = started;
        }
        return shared;
    }

    private void remove(Path folder) {
        try {
            close();
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param folder the folder that contains a folder for each bucket */
    public static S3ProxyServer start(Path folder) throws Exception {
        useCredentials(ACCESS_KEY, SECRET_KEY);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        server.start();
        return new S3ProxyServer(folder, server);
    }

    /** Sets the credentials that the default chain of this process finds. */
    public static void useCredentials(String accessKey, String secretKey) {
        System.setProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), accessKey);
        System.setProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), secretKey);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    public S3Settings settings() {
        return new S3Settings(endpoint(), null, true, LONGEST_SILENCE, null);
    }

    /** Creates the bucket unless it exists, and returns its folder. */
    public Path createBucket(String bucket) throws IOException {
        return Files.createDirectories(folder.resolve(bucket));
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while stopping the S3 server", e);
        } catch (Exception e) {
            throw new IOException("The S3 server could not be stopped", e);
        }
    }
}
