package io.petty.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports for programs that can't choose one themselves. They are below the ports that systems give to outgoing
 * connections, which might otherwise take one of these before the program starts. Each test process begins elsewhere.
 */
public final class FixedPort {
    private static final int FIRST = 10_000;
    private static final int COUNT = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 101 % COUNT));

    private FixedPort() {}

    /** Returns a port that no program uses and that hasn't been returned before. */
    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
                return free.getLocalPort();
            } catch (IOException e) {
                // Another program uses it.
            }
        }
        throw new IllegalStateException("No port from %,d on is free".formatted(FIRST));
    }
}
