package io.petty.api.connection;

import static java.util.Comparator.comparing;

import io.petty.api.settings.ConnectionLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that are checked several times a second. A slow client holds a thread while its body is read or its
 * answer is sent, although not while its headers are read. Therefore, the pool gets a replacement for each thread that
 * waits for a client, and connections that exceed a limit are cut. Tomcat's own time limits start again with each byte.
 */
final class WatchedEndpoint extends NioEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedEndpoint.class);

    /** The maximum number of threads that wait for clients. Beyond it, the longest waiting are freed first. */
    private static final int MOST_WAITING = 256;

    /** The share of the pool's threads that may wait for clients without being replaced. */
    private static final double UNREPLACED = 0.25;

    /**
     * The share of Tomcat's own limit of connections at which slow ones are cut, so that new ones are always accepted.
     */
    private static final double FULL = 0.9;

    /** Tomcat's start time of a request that hasn't started. */
    private static final long NEVER = -1;

    private final Map<Thread, Work> working = new ConcurrentHashMap<>();
    /** No limits until they are set, before the endpoint starts. */
    private volatile ConnectionLimits limits =
            new ConnectionLimits(Integer.MAX_VALUE, Duration.ofDays(1), Duration.ofDays(1));

    private volatile Predicate<String> isProxy = address -> false;

    /** A thread's work on a connection. */
    private static final class Work {
        private final NioSocketWrapper connection;
        private final SocketChannel channel;
        private volatile long since = System.nanoTime();

        Work(NioSocketWrapper connection, SocketChannel channel) {
            this.connection = connection;
            this.channel = channel;
        }

        /**
         * Returns whether the thread waits for the client. Tomcat registers the connection with the selector only while
         * it does.
         */
        boolean waits() {
            return connection.interestOps() != 0;
        }

        Duration limit(ConnectionLimits limits) {
            return connection.interestOpsHas(SelectionKey.OP_WRITE) ? limits.sendLimit() : limits.receiveLimit();
        }
    }

    /** The activity of a connection, in the order in which connections are cut if there are too many. */
    private enum Kind {
        /** The server waits for the rest of a request, or to send the rest of an answer. */
        SLOW,
        IDLE,
        WORKING
    }

    /** @param lastWrite when data was last sent to the client, or else when it connected, in milliseconds */
    private record Connection(SocketChannel channel, Kind kind, long lastWrite) {}

    private record Waiting(SocketChannel channel, long nanos) {}

    void setLimits(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** @param isProxy matches the addresses whose number of connections isn't limited */
    void setProxies(Predicate<String> isProxy) {
        this.isProxy = isProxy;
    }

    /**
     * Restarts the time limit, for the body and the answer of a request. A thread's work can include several requests.
     * Must be called by the thread of a request once its headers are complete.
     */
    void headersComplete() {
        Work work = working.get(Thread.currentThread());
        if (work != null) {
            work.since = System.nanoTime();
        }
    }

    int waitingThreads() {
        return (int) working.values().stream().filter(Work::waits).count();
    }

    /**
     * Doubles Tomcat's time limit of answers, so that the watch cuts the connection first. At its own limit, Tomcat
     * would first deregister the connection and free the thread later, and until then the thread would look busy.
     */
    @Override
    protected boolean setSocketOptions(SocketChannel channel) {
        boolean accepted = super.setSocketOptions(channel);
        SocketWrapperBase<NioChannel> socket = connections.get(channel);
        if (socket != null) {
            socket.setWriteTimeout(2 * limits.sendLimit().toMillis());
        }
        return accepted;
    }

    @Override
    protected SocketProcessorBase<NioChannel> createSocketProcessor(
            SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        return new SocketProcessor(socket, event) {
            @Override
            protected void doRun() {
                Thread thread = Thread.currentThread();
                SocketChannel channel = socketWrapper.getSocket().getIOChannel();
                // Null if the connection has just been closed.
                if (channel != null) {
                    working.put(thread, new Work((NioSocketWrapper) socketWrapper, channel));
                }
                try {
                    super.doRun();
                } finally {
                    working.remove(thread);
                }
            }
        };
    }

    /** Cuts connections that exceed a limit, and replaces waiting threads. */
    void watch() {
        try {
            watchThreads();
            watchConnections();
        } catch (RuntimeException e) {
            // Caught, since the executor never repeats a failed task.
            LOG.error("A check of the connections failed", e);
        }
    }

    private void watchThreads() {
        long now = System.nanoTime();
        List<Waiting> waiting = new ArrayList<>();
        for (Work work : working.values()) {
            if (work.waits() && !isCut(work.channel)) {
                long nanos = now - work.since;
                if (nanos > work.limit(limits).toNanos()) {
                    cut(work.channel);
                } else {
                    waiting.add(new Waiting(work.channel, nanos));
                }
            }
        }
        int excess = waiting.size() - MOST_WAITING;
        if (excess > 0) {
            waiting.stream()
                    .sorted(comparing(Waiting::nanos).reversed())
                    .limit(excess)
                    .forEach(longest -> cut(longest.channel()));
        }
        replace(Math.min(waiting.size(), MOST_WAITING));
    }

    /** Resizes the pool, so that it has a replacement for each waiting thread. */
    private void replace(int waiting) {
        if (!(getExecutor() instanceof ThreadPoolExecutor pool)) {
            return;
        }
        int replaced = Math.max(0, waiting - (int) (getMaxThreads() * UNREPLACED));
        int most = getMaxThreads() + replaced;
        // Threads below the core size are started at once for requests in the queue.
        int core = replaced == 0 ? getMinSpareThreads() : most;
        if (most > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(most);
        }
        if (core != pool.getCorePoolSize()) {
            pool.setCorePoolSize(core);
        }
        if (most < pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(most);
        }
    }

    private void watchConnections() {
        long nanos = System.nanoTime();
        long millis = System.currentTimeMillis();
        long receiveNanos = limits.receiveLimit().toNanos();
        // Exceeded, for example, by a client that only sends empty lines.
        long idleMillis = getKeepAliveTimeout() + limits.receiveLimit().toMillis();
        Map<NioSocketWrapper, Work> works = new HashMap<>();
        working.values().forEach(work -> works.put(work.connection, work));
        List<Connection> open = new ArrayList<>();
        for (Map.Entry<SocketChannel, SocketWrapperBase<NioChannel>> entry : connections.entrySet()) {
            SocketChannel channel = entry.getKey();
            NioSocketWrapper socket = (NioSocketWrapper) entry.getValue();
            if (isCut(channel)) {
                continue;
            }
            Work work = works.get(socket);
            long lastWrite = socket.getLastWrite();
            if (work != null) {
                open.add(new Connection(channel, work.waits() ? Kind.SLOW : Kind.WORKING, lastWrite));
                continue;
            }
            long begun = incompleteSince(socket);
            boolean isIncomplete = begun != NEVER;
            if ((isIncomplete && nanos - begun > receiveNanos) || millis - lastWrite > idleMillis) {
                cut(channel);
            } else {
                open.add(new Connection(channel, isIncomplete ? Kind.SLOW : Kind.IDLE, lastWrite));
            }
        }
        cutAbove((int) (getMaxConnections() * FULL), open);
        if (open.size() > limits.perClient()) {
            byClient(open).forEach(ofOne -> cutAbove(limits.perClient(), ofOne));
        }
    }

    /** Returns the time of the first byte of incomplete headers; {@link #NEVER} if there are none. */
    private static long incompleteSince(NioSocketWrapper socket) {
        // Tomcat keeps the processor with the connection until the headers are complete.
        return socket.getCurrentProcessor() instanceof Processor processor
                ? processor.getRequest().getStartTimeNanos()
                : NEVER;
    }

    private Collection<List<Connection>> byClient(List<Connection> open) {
        Map<String, List<Connection>> byClient = new HashMap<>();
        for (Connection connection : open) {
            // Null if the connection has been closed.
            InetAddress address = connection.channel().socket().getInetAddress();
            if (address != null && !isProxy.test(address.getHostAddress())) {
                byClient.computeIfAbsent(ClientNetwork.of(address.getHostAddress()), network -> new ArrayList<>())
                        .add(connection);
            }
        }
        return byClient.values();
    }

    private static void cutAbove(int most, List<Connection> open) {
        if (open.size() > most) {
            open.stream()
                    .sorted(comparing(Connection::kind).thenComparing(Connection::lastWrite))
                    .limit(open.size() - most)
                    .forEach(connection -> cut(connection.channel()));
        }
    }

    private static boolean isCut(SocketChannel channel) {
        return channel.socket().isInputShutdown();
    }

    /**
     * Shuts down both directions, so that the waiting thread or the selector closes the connection. Closing the
     * connection here would leave the thread waiting, and pass its buffers to the next connection.
     */
    private static void cut(SocketChannel channel) {
        try {
            // Discards unsent data, which would otherwise stay in the operating system's memory.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException e) {
            LOG.debug("A connection was closed before it could be cut", e);
        }
    }
}
