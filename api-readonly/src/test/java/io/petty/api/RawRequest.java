package io.petty.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sends requests as bytes, including those that no client library can send. */
final class RawRequest {
    /** Shorter than JUnit's limit, so that a failure names the request. */
    static final int PATIENCE_MILLIS = 240_000;

    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private RawRequest() {}

    /** Returns the bytes of a request that closes the connection. */
    static byte[] of(String method, String target, List<String> headers) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Sends a request on a new connection, shuts down the output, and reads until the connection ends. Returns empty if
     * there was no answer.
     */
    static Optional<Answer> send(int port, byte[] request) {
        return send("127.0.0.1", port, request, true);
    }

    /** Does the same as {@link #send(int, byte[])}, but from another address of this machine. */
    static Optional<Answer> sendFrom(String address, int port, byte[] request) {
        return send(address, port, request, true);
    }

    /** Does the same as {@link #send(int, byte[])}, but without shutting down the output. */
    static Optional<Answer> sendUnfinished(int port, byte[] request) {
        return send("127.0.0.1", port, request, false);
    }

    private static Optional<Answer> send(String from, int port, byte[] request, boolean ends) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, request, ends);
            byte[] answer = readAll(socket.getInputStream());
            return answer.length == 0 ? Optional.empty() : Optional.of(parsed(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, byte[] request, boolean ends) {
        try {
            socket.getOutputStream().write(request);
            if (ends) {
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The server may answer and close the connection before it has read everything.
        }
    }

    private static byte[] readAll(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The server neither continues its answer nor ends the connection", e);
        } catch (IOException e) {
            // The server reset the connection, since it left data unread. What it sent before that counts.
        }
        return all.toByteArray();
    }

    /**
     * Parses an answer, and skips interim answers before it. An answer without headers, as in HTTP/0.9, has status 0.
     *
     * @throws AssertionError if it isn't HTTP
     */
    private static Answer parsed(byte[] answer) {
        if (answer[0] == '{') {
            return new Answer(0, HttpHeaders.of(Map.of(), (name, value) -> true), answer);
        }
        int end = indexOf(answer, END_OF_HEAD);
        String head = new String(answer, 0, Math.max(0, end), StandardCharsets.ISO_8859_1);
        String[] lines = head.split("\r\n", -1);
        if (end < 0 || !lines[0].matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new AssertionError("Not an HTTP answer: " + new String(answer, StandardCharsets.ISO_8859_1));
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        byte[] body = Arrays.copyOfRange(answer, end + END_OF_HEAD.length, answer.length);
        if (lines[0].startsWith("HTTP/1.1 1") && body.length > 0) {
            return parsed(body);
        }
        // The server may have read two requests, and answered both.
        List<String> length = headers.getOrDefault("content-length", List.of());
        if (new String(body, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 ")) {
            body = new byte[0];
        } else if (!length.isEmpty() && body.length > Integer.parseInt(length.get(0))) {
            body = Arrays.copyOf(body, Integer.parseInt(length.get(0)));
        }
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new Answer(
                Integer.parseInt(lines[0].substring(9, 12)),
                HttpHeaders.of(headers, (name, value) -> true),
                chunked ? unchunked(body) : body);
    }

    private static byte[] unchunked(byte[] body) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (at < body.length) {
            int lineEnd = at;
            while (body[lineEnd] != '\r') {
                lineEnd++;
            }
            int size = Integer.parseInt(new String(body, at, lineEnd - at, StandardCharsets.US_ASCII), 16);
            if (size == 0) {
                break;
            }
            whole.write(body, lineEnd + 2, size);
            at = lineEnd + 2 + size + 2;
        }
        return whole.toByteArray();
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        for (int i = 0; i + sought.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + sought.length, sought, 0, sought.length)) {
                return i;
            }
        }
        return -1;
    }
}
