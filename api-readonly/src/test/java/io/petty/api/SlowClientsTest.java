package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.api.connection.WatchedProtocol;
import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.ConnectionLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send or read slowly don't affect others, and are disconnected in the end. */
@ExtendWith(SharedServer.class)
class SlowClientsTest {
    private static final int CLIENTS = 200;
    private static final String ATTACKER = "127.0.0.1";
    private static final String OTHER = "127.0.0.2";
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int USUAL_TIMEOUT = 10_000;
    private static final String SMALL_BUFFER = "8192";
    private static final String USUAL_BUFFER = "262144";
    private static final int SMALL_WINDOW = 4096;
    private static final int PACE_MILLIS = 50;

    private static final String FILE = "/webjars/d3/dist/d3.min.js";
    private static final String POST = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    /** The start of a request, after which a client slows down. */
    private enum Slow {
        HEADERS("GET /v1/days HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", false),
        BODY("POST /v1/tokens" + POST + "Content-Length: 16000\r\n\r\n{", true),
        CHUNKED_BODY("POST /v1/tokens/refresh" + POST + "Transfer-Encoding: chunked\r\n\r\n3e80\r\n{", true),
        READER("GET " + FILE + " HTTP/1.1\r\nHost: localhost\r\n\r\n", true);

        private final String begin;
        private final boolean holdsThread;

        Slow(String begin, boolean holdsThread) {
            this.begin = begin;
            this.holdsThread = holdsThread;
        }
    }

    private final ApiServer server;
    private final Connector connector;
    private final WatchedProtocol protocol;
    private final List<Socket> sockets = new ArrayList<>();

    SlowClientsTest(ApiServer server) {
        this.server = server;
        this.connector = server.tomcat().getConnector();
        this.protocol = server.protocol();
    }

    @BeforeEach
    void setLongLimits() {
        protocol.setConnectionTimeout((int) LONG.toMillis());
        protocol.setLimits(new ConnectionLimits(4 * CLIENTS, LONG, LONG));
        // With a larger buffer, the operating system would buffer a whole answer.
        connector.setProperty("socket.txBufSize", SMALL_BUFFER);
    }

    @AfterEach
    void restore() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        protocol.setConnectionTimeout(USUAL_TIMEOUT);
        protocol.setLimits(server.context().getBean(ApiSettings.class).connections());
        connector.setProperty("socket.txBufSize", USUAL_BUFFER);
        await("threads are free again", () -> protocol.waitingThreads() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void answersOthersWhileSlowClientsHoldTheirConnections(Slow slow) throws IOException {
        List<String> token = server.token("LUNA-01");
        List<Socket> held = open(ATTACKER, CLIENTS, slow);
        int waiting = slow.holdsThread ? CLIENTS : 0;
        await("all clients hold their threads", () -> protocol.waitingThreads() == waiting);

        for (String address : List.of(ATTACKER, OTHER)) {
            assertThat(ask(address, "GET", "/v1/days", token).status()).isEqualTo(200);
            assertThat(ask(address, "GET", FILE, List.of()).status()).isEqualTo(200);
            assertThat(ask(address, "POST", "/v1/tokens/refresh", List.of()).status())
                    .isEqualTo(401);
        }
        assertThat(protocol.waitingThreads()).isEqualTo(waiting);
        assertThat(protocol.getConnectionCount()).isGreaterThanOrEqualTo(held.size());
    }

    @Test
    void acceptsEachOfManySimultaneousConnections() throws Exception {
        protocol.pause();
        try {
            for (int i = 0; i < 3 * CLIENTS; i++) {
                connect(ATTACKER);
            }
            Socket other = connect(OTHER);
            protocol.resume();
            other.getOutputStream().write(RawRequest.of("GET", "/", List.of()));
            assertThat(other.getInputStream().read()).isEqualTo('H');
        } finally {
            protocol.resume();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEADERS", "BODY", "CHUNKED_BODY"})
    void cutsAClientThatSendsTooSlowlyEvenIfItSendsOften(Slow slow) throws IOException {
        protocol.setLimits(new ConnectionLimits(4 * CLIENTS, SHORT, LONG));

        for (Socket socket : open(ATTACKER, 3, slow)) {
            socket.setSoTimeout(PACE_MILLIS);
            while (!hasEnded(socket)) {
                send(socket, "x");
            }
        }
    }

    @Test
    void cutsAClientThatReadsTooSlowly() throws IOException {
        List<Socket> readers = open(ATTACKER, 3, Slow.READER);
        await("all clients hold a thread", () -> protocol.waitingThreads() == readers.size());
        int length = server.get(FILE).body().length;

        protocol.setLimits(new ConnectionLimits(4 * CLIENTS, LONG, SHORT));
        await("threads are free again", () -> protocol.waitingThreads() == 0);

        for (Socket reader : readers) {
            assertThat(fetch(reader)).isLessThan(length);
        }
    }

    @Test
    void cutsTheSlowConnectionsOfAClientThatHasTooMany() throws IOException {
        int most = 4;
        int slow = 10;
        protocol.setLimits(new ConnectionLimits(most, LONG, LONG));
        Socket good = connect("127.0.0.3");
        byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        good.getOutputStream().write(request);
        assertThat(good.getInputStream().read()).isEqualTo('H');

        List<Socket> held = open("127.0.0.3", slow, Slow.HEADERS);
        Socket elsewhere = open("127.0.0.4", 1, Slow.HEADERS).get(0);
        for (Socket socket : held) {
            socket.setSoTimeout(PACE_MILLIS);
        }
        List<Socket> left = new ArrayList<>(held);
        while (left.size() >= most) {
            left.removeIf(SlowClientsTest::hasEnded);
        }

        assertThat(left).hasSize(most - 1);
        assertThat(ask("127.0.0.3", "GET", "/", List.of()).status()).isEqualTo(200);
        good.getOutputStream().write(request);
        assertThat(good.getInputStream().readNBytes(2_000)).hasSize(2_000);
        send(elsewhere, "\r\nConnection: close\r\n\r\n");
        assertThat(elsewhere.getInputStream().read()).isEqualTo('H');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nope",
                "GET /v1/days",
                "HEAD /",
                "POST /nope",
                "POST /v1/days",
                "POST /days",
                "PUT /nope",
                "DELETE /v1/collars/LUNA-01/timeline",
                "PATCH /v1/tokens",
                "OPTIONS /v1/days",
                "POST /v1/tokens/"
            })
    void answersWithoutWaitingForAnUnusedBody(String line) {
        for (String type : List.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data")) {
            for (String body : List.of("Content-Length: 60000", "Content-Length: 2", "Transfer-Encoding: chunked")) {
                Answer answer = unfinished(server.port(), line, type, body);

                assertThat(answer.header("Connection")).as(body).isEqualTo("close");
            }
        }
    }

    @Test
    void answersWithoutWaitingForABodyThatIsTooLarge() {
        Answer answer = unfinished(server.port(), "POST /v1/tokens", "application/json", "Content-Length: 16385");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void sends100ContinueOnlyIfItReadsTheBody() throws IOException {
        for (String line : List.of("POST /v1/days", "POST /v1/tokens")) {
            Socket socket = connect(ATTACKER);
            send(socket, line + POST + "Content-Length: 60000\r\nExpect: 100-continue\r\n\r\n");

            assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 4");
        }
    }

    @Test
    void answersWithoutWaitingForABodyOnTheManagementPort() {
        int port = URI.create(server.managementUrl()).getPort();
        for (String path : List.of("/actuator/health", "/actuator/prometheus", "/v1/tokens")) {
            Answer answer = unfinished(port, "GET " + path, "application/json", "Content-Length: 60000");

            // Not 408, which would mean that it waited for the body.
            assertThat(answer.status()).as(path).isEqualTo(path.startsWith("/actuator") ? 200 : 404);
            assertThat(answer.header("Connection")).as(path).isEqualTo("close");
        }
    }

    private static Answer unfinished(int port, String line, String type, String body) {
        byte[] request = "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n"
                .formatted(line, type, body)
                .getBytes(StandardCharsets.US_ASCII);
        return RawRequest.sendUnfinished(port, request).orElseThrow();
    }

    private Answer ask(String address, String method, String path, List<String> headers) {
        return RawRequest.sendFrom(address, server.port(), RawRequest.of(method, path, headers))
                .orElseThrow();
    }

    private List<Socket> open(String address, int count, Slow slow) throws IOException {
        List<Socket> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket socket = connect(address);
            socket.getOutputStream().write(slow.begin.getBytes(StandardCharsets.US_ASCII));
            opened.add(socket);
        }
        return opened;
    }

    private Socket connect(String address) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(SMALL_WINDOW);
        socket.setSoTimeout(RawRequest.PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        return socket;
    }

    /** Sends text to a server that may have closed the connection. */
    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Reading shows whether the connection is closed.
        }
    }

    /** Waits for the end of a connection without data, at most for the socket's timeout. */
    static boolean hasEnded(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Returns the number of bytes before the end of the connection. */
    private static int fetch(Socket socket) {
        int fetched = 0;
        byte[] buffer = new byte[SMALL_WINDOW];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                fetched += read;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection hasn't ended", e);
        } catch (IOException e) {
            // The server has reset the connection.
        }
        return fetched;
    }

    private static void await(String what, BooleanSupplier state) {
        long end = System.nanoTime()
                + Duration.ofMillis(RawRequest.PATIENCE_MILLIS).toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Timed out waiting: " + what);
            }
            Thread.onSpinWait();
        }
    }
}
