package io.petty.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Sockets that send or read very few bytes at each step. Those that the server closes are replaced. */
final class SlowSockets implements AutoCloseable {
    private static final int EACH = 200;
    private static final int START_OF_ANSWER = "HTTP/1.1 200".length();

    /** Kinds of slow clients, each with an address of its own. */
    private enum Attack {
        HEADERS(31, "GET /v1/days HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", "a", 4096),
        BODY(32, post("/v1/tokens", "Content-Length: 10000"), " ", 4096),
        BODY_OF_NO_ROUTE(33, "GET /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n", "a", 4096),
        CHUNKED(34, post("/v1/tokens/refresh", "Transfer-Encoding: chunked"), "1\r\n \r\n", 4096),
        READING(35, "GET /webjars/d3/dist/d3.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(8), "", 1);

        /** The last number of its address, 127.0.0.x. */
        private final int host;

        private final String start;
        private final String step;
        private final int readBytes;

        Attack(int host, String start, String step, int readBytes) {
            this.host = host;
            this.start = start;
            this.step = step;
            this.readBytes = readBytes;
        }

        private static String post(String path, String length) {
            return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                    .formatted(path, length);
        }
    }

    private final InetSocketAddress server;
    private final List<SlowSocket> sockets = new ArrayList<>();
    private final Map<String, Long> ends = new ConcurrentHashMap<>();

    SlowSockets(int port) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        for (Attack attack : Attack.values()) {
            for (int i = 0; i < EACH; i++) {
                sockets.add(new SlowSocket(attack));
            }
        }
    }

    /** Sends and reads a few bytes on each socket, and replaces closed sockets. */
    void step() {
        sockets.forEach(SlowSocket::step);
    }

    /** Returns the number of closed sockets by attack and status. */
    Map<String, Long> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void close() {
        sockets.forEach(SlowSocket::close);
    }

    private final class SlowSocket {
        private final Attack attack;
        private final ByteBuffer answer;
        private ByteBuffer toSend = ByteBuffer.allocate(0);
        private @Nullable SocketChannel channel;
        private String startOfAnswer = "";

        SlowSocket(Attack attack) {
            this.attack = attack;
            this.answer = ByteBuffer.allocate(attack.readBytes);
        }

        void step() {
            try {
                SocketChannel open = channel == null ? open() : channel;
                if (!open.finishConnect()) {
                    return;
                }
                if (!toSend.hasRemaining()) {
                    toSend = ascii(attack.step);
                }
                open.write(toSend);
                if (open.read(answer.clear()) < 0) {
                    end();
                } else if (startOfAnswer.length() < START_OF_ANSWER) {
                    startOfAnswer += StandardCharsets.US_ASCII.decode(answer.flip());
                }
            } catch (IOException e) {
                // The server has reset or refused the connection.
                end();
            }
        }

        private SocketChannel open() throws IOException {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            toSend = ascii(attack.start);
            startOfAnswer = "";
            opened.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            opened.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) attack.host}), 0));
            opened.configureBlocking(false);
            opened.connect(server);
            return opened;
        }

        private void end() {
            String status = startOfAnswer.length() < START_OF_ANSWER
                    ? "no answer"
                    : startOfAnswer.substring(START_OF_ANSWER - 3, START_OF_ANSWER);
            ends.merge(attack + " " + status, 1L, Long::sum);
            close();
        }

        void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                // It is closed anyway.
            }
            channel = null;
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
