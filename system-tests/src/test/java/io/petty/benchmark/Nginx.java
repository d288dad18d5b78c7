package io.petty.benchmark;

import io.petty.process.FixedPort;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The nginx server, serving a static file. It shows what is possible without computing or checking anything. */
final class Nginx implements Closeable {
    private static final String CONFIGURATION = """
            daemon off;
            worker_processes auto;
            pid nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              keepalive_requests 100000000;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server { listen 127.0.0.1:%d; root files; default_type application/json; }
            }
            """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @throws IOException if nginx isn't installed or can't start */
    static Nginx serve(Path folder, byte[] body) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        Files.write(folder.resolve("files/timeline"), body);
        int port = FixedPort.next();
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, CONFIGURATION.formatted(port), StandardCharsets.US_ASCII);
        Process process = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        return new Nginx(process, port);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/timeline";
    }

    @Override
    public void close() throws IOException {
        process.toHandle().destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while nginx ended", e);
        }
    }
}
