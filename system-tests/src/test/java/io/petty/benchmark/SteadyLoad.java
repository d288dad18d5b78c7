package io.petty.benchmark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Sends requests at a steady rate, whether or not answers arrive. A request's time counts from the moment it was due. A
 * server that falls behind therefore can't delay the load and appear fast.
 */
record SteadyLoad(int port, int perSecond, int seconds, int connections) {
    private static final long SECOND = 1_000_000_000L;
    private static final int STATUS_AT = 9;

    /**
     * The results, in milliseconds.
     *
     * @param errors the number of answers other than 200
     */
    record Result(int requests, int errors, double median, double p99, double max) {}

    /** @param request returns the head of a random request */
    Result run(Function<SplittableRandom, String> request) throws Exception {
        long[] nanos = new long[perSecond * seconds];
        AtomicLong next = new AtomicLong();
        AtomicLong errors = new AtomicLong();
        long start = System.nanoTime() + SECOND / 10;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SplittableRandom random = new SplittableRandom(i);
                clients.add(threads.submit(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        socket.setTcpNoDelay(true);
                        OutputStream out = socket.getOutputStream();
                        DataInputStream in =
                                new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
                        for (long n = next.getAndIncrement(); n < nanos.length; n = next.getAndIncrement()) {
                            long due = start + n * SECOND / perSecond;
                            byte[] head = request.apply(random).getBytes(StandardCharsets.US_ASCII);
                            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                                LockSupport.parkNanos(left);
                            }
                            out.write(head);
                            if (!answer(in)) {
                                errors.incrementAndGet();
                            }
                            nanos[(int) n] = System.nanoTime() - due;
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        Arrays.sort(nanos);
        return new Result(
                nanos.length,
                (int) errors.get(),
                millis(nanos[nanos.length / 2]),
                millis(nanos[nanos.length * 99 / 100]),
                millis(nanos[nanos.length - 1]));
    }

    /** Reads a whole answer and returns whether it was successful. */
    private static boolean answer(DataInputStream in) throws IOException {
        String line = line(in);
        boolean good = line.startsWith("200", STATUS_AT);
        int length = 0;
        for (line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skipNBytes(length);
        return good;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
