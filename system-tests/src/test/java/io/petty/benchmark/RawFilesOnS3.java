package io.petty.benchmark;

import io.petty.storage.S3ProxyServer;
import java.io.IOException;
import java.util.List;

/** Serves the generated days with an S3 server. It runs in this process, which isn't measured. */
final class RawFilesOnS3 implements AutoCloseable {
    private final S3ProxyServer server;

    private RawFilesOnS3(S3ProxyServer server) {
        this.server = server;
    }

    /** Starts a server that has a bucket for each folder of days. */
    static RawFilesOnS3 serve(Scratch scratch) throws IOException {
        try {
            return new RawFilesOnS3(S3ProxyServer.start(scratch.days()));
        } catch (Exception e) {
            throw new IOException("The S3 server doesn't start: " + e.getMessage(), e);
        }
    }

    static String location(RawDay day) {
        return "s3://" + day.root().getFileName();
    }

    /** Returns the beginning of a command: {@code env} with the variables by which {@code petty} finds the server. */
    List<String> environment() {
        return List.of(
                "env",
                "AWS_ACCESS_KEY_ID=" + S3ProxyServer.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY=" + S3ProxyServer.SECRET_KEY,
                "PETTY_S3_ENDPOINT=" + server.endpoint(),
                "PETTY_S3_PATH_STYLE=true");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
