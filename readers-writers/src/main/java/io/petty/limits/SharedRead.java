package io.petty.limits;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;

/**
 * A value of the database that is read for every call, but once for all calls that wait at the same time. A call gets a
 * value only from a read that began after the call, so nobody acts on a state older than its own arrival. One read runs at
 * a time, in a thread of its own: a thread that waits for a database can't be interrupted, and the callers can. Safe for
 * use by several threads.
 */
public final class SharedRead<T> {
    /** How long the thread stays without anything to read. */
    private static final long KEPT_SECONDS = 30;

    private final Supplier<T> read;
    private final Duration limit;
    private final ThreadPoolExecutor reader;

    /** The read that has not begun yet, which whoever calls now may wait for; null when there is none. */
    private @Nullable CompletableFuture<T> next;

    /**
     * Creates it; nothing is read before the first call.
     *
     * @param name of the thread that reads
     * @param limit how long a call waits
     */
    public SharedRead(String name, Supplier<T> read, Duration limit) {
        this.read = read;
        this.limit = limit;
        this.reader =
                new ThreadPoolExecutor(1, 1, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        // So nobody has to close it.
        reader.allowCoreThreadTimeOut(true);
    }

    /**
     * The value as it is now.
     *
     * @throws QueryTimeoutException when the database gives no answer within the limit, or the caller is interrupted
     * @throws RuntimeException what the read threw
     */
    public T current() {
        try {
            return joined().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new QueryTimeoutException("The database gives no answer within %d ms".formatted(limit.toMillis()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("The call was interrupted while it waited for the database", e);
        }
    }

    private synchronized CompletableFuture<T> joined() {
        CompletableFuture<T> waiting = next;
        if (waiting == null) {
            CompletableFuture<T> begun = new CompletableFuture<>();
            reader.execute(() -> readFor(begun));
            next = begun;
            waiting = begun;
        }
        return waiting;
    }

    private void readFor(CompletableFuture<T> waiting) {
        // Whoever calls from here on calls after the read began, and needs another one.
        synchronized (this) {
            next = null;
        }
        try {
            waiting.complete(read.get());
        } catch (RuntimeException | Error e) {
            waiting.completeExceptionally(e);
        }
    }
}
