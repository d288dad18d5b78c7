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
 * A proxy between a client and an HTTP server that simulates faults of networks and stores. Forwarded requests are
 * unchanged except for the header that closes the connection, so their signatures stay valid.
 */
public final class MisbehavingProxy implements Closeable {
    private static final int BUFFER = 16 << 10;

    /** The number of body bytes forwarded before a response is truncated. The head is forwarded completely. */
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

    /** The fault applied to a request. */
    public enum Fault {
        NONE,
        /** 503 as S3 returns it. */
        SLOW_DOWN,
        /** 503 as a load balancer returns it while its service is down. */
        UNAVAILABLE,
        /** 429 with a request to retry after {@link #RETRY_AFTER_SECONDS}. */
        TOO_MANY_REQUESTS,
        RESET,
        STALL,
        CUT,
        /**
         * Behavior of S3 stores other than AWS: 400 without an explanation for a checksum after the body, and 501 for
         * deleting several objects at once. Other requests are forwarded.
         */
        LESS_THAN_AWS
    }

    /**
     * Chooses the fault from a request's first line, such as {@code GET /bucket/key HTTP/1.1}. The request is delayed
     * until this method returns.
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
                // Broken connections are the purpose of this proxy; the client reports them.
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
        // Closing while data is still arriving would reset the connection and lose the answer.
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
