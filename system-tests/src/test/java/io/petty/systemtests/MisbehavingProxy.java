package io.petty.systemtests;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Stands between a client and an HTTP server and does to requests what networks and stores do. What it lets through is
 * unchanged but for the header that ends a connection with its request, so that signatures hold.
 */
public final class MisbehavingProxy implements Closeable {
    private static final int BUFFER = 16 << 10;

    /** Of a body that is cut short, so much is let through, and the whole head. */
    private static final int CUT_AFTER = 2_000;

    public static final int RETRY_AFTER_SECONDS = 20;

    private static final String SLOW_DOWN_BODY =
            "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";

    private static final String TOO_MANY_REQUESTS_BODY =
            "{\"type\":\"/problems/too-many-requests\",\"title\":\"Too many requests\",\"status\":429}";

    private static final Pattern DELETES_SEVERAL = Pattern.compile("POST [^ ]*[?&]delete\\b.*");

    private static final String NOT_IMPLEMENTED_BODY =
            "<Error><Code>NotImplemented</Code><Message>A header or query you provided implies functionality that is not"
                    + " implemented.</Message></Error>";

    private final URI server;
    private final Plan plan;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What becomes of a request. */
    public enum Fault {
        NONE,
        /** 503 as S3 says it. */
        SLOW_DOWN,
        /** 503 as whatever stands before a service says it while the service is away. */
        UNAVAILABLE,
        /** 429, and to come back after {@link #RETRY_AFTER_SECONDS}. */
        TOO_MANY_REQUESTS,
        RESET,
        STALL,
        CUT,
        /**
         * What S3 stores other than AWS may do: a bare 400 to a checksum behind the body, 501 to the deletion of several
         * objects at once. All else is let through.
         */
        LESS_THAN_AWS
    }

    /**
     * Decides, by the line a request begins with, such as {@code GET /bucket/key HTTP/1.1}. As long as it takes, so long is
     * the request on its way.
     */
    public interface Plan {
        Fault faultOf(String request) throws IOException;
    }

    public MisbehavingProxy(URI server, Plan plan) throws IOException {
        this.server = server;
        this.plan = plan;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        submit(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private interface Work {
        void run() throws IOException;
    }

    private void submit(Work work) {
        Future<?> running = threads.submit(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection that breaks is what this is about; the client tells.
            }
        });
        assert running != null;
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            open.add(client);
            submit(() -> {
                try (client) {
                    serve(client);
                } finally {
                    open.remove(client);
                }
            });
        }
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        String head = head(in);
        if (head.isEmpty()) {
            return;
        }
        String request = head.lines().findFirst().orElseThrow();
        Fault fault = plan.faultOf(request);
        switch (fault) {
            case SLOW_DOWN -> answer(client, "503 Slow Down", "application/xml", SLOW_DOWN_BODY);
            case UNAVAILABLE -> answer(client, "503 Service Unavailable", "text/html", "<h1>Unavailable</h1>");
            case TOO_MANY_REQUESTS ->
                answer(
                        client,
                        "429 Too Many Requests\r\nRetry-After: " + RETRY_AFTER_SECONDS,
                        "application/problem+json",
                        TOO_MANY_REQUESTS_BODY);
            case RESET -> client.setSoLinger(true, 0);
            case STALL -> in.transferTo(OutputStream.nullOutputStream());
            case LESS_THAN_AWS -> {
                if (head.toLowerCase(Locale.ROOT).contains("\r\nx-amz-trailer:")) {
                    answer(client, "400 Bad Request", "text/plain", "");
                } else if (DELETES_SEVERAL.matcher(request).matches()) {
                    answer(client, "501 Not Implemented", "application/xml", NOT_IMPLEMENTED_BODY);
                } else {
                    forward(client, head, false);
                }
            }
            case NONE, CUT -> forward(client, head, fault == Fault.CUT);
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ending = 0;
        while (ending < 4) {
            int read = in.read();
            if (read < 0) {
                return "";
            }
            head.write(read);
            ending = read == "\r\n\r\n".charAt(ending) ? ending + 1 : read == '\r' ? 1 : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void answer(Socket client, String statusAndHeaders, String type, String body) throws IOException {
        client.getOutputStream()
                .write("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(statusAndHeaders, type, body.length(), body)
                        .getBytes(StandardCharsets.ISO_8859_1));
        client.shutdownOutput();
        // Closing on what is still being sent would reset the connection, and the answer with it.
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void forward(Socket client, String head, boolean cut) throws IOException {
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            open.add(upstream);
            String closing = head.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                    .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            upstream.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            submit(() -> client.getInputStream().transferTo(upstream.getOutputStream()));
            InputStream answer = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            if (cut) {
                out.write(head(answer).getBytes(StandardCharsets.ISO_8859_1));
                out.write(answer.readNBytes(CUT_AFTER));
            } else {
                byte[] buffer = new byte[BUFFER];
                for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            open.remove(upstream);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
