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
 * A database value that is never cached: each call waits for a read, and calls that wait at the same time share one. A
 * call only gets the value of a read that began after the call, so the value is never older than the call. One read
 * runs at a time, in its own thread: a thread that waits for a database can't be interrupted, but the callers can. Safe
 * for use by several threads.
 */
public final class SharedRead<T> {
    /** How long the idle thread is kept. */
    private static final long KEPT_SECONDS = 30;

    private final Supplier<T> read;
    private final Duration limit;
    private final ThreadPoolExecutor reader;

    /** The next read, which hasn't begun yet. New callers join it. Null if no read is planned. */
    private @Nullable CompletableFuture<T> next;

    /**
     * Creates an instance without reading the value.
     *
     * @param name the name of the thread that reads
     * @param limit the maximum wait of a call
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
        // Ends the idle thread, so the pool needn't be closed.
        reader.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the current value.
     *
     * @throws QueryTimeoutException if the database doesn't answer within the limit, or the caller is interrupted
     * @throws RuntimeException thrown by the read
     */
    public T current() {
        try {
            return joined().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new QueryTimeoutException("The database did not answer within %d ms".formatted(limit.toMillis()), e);
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
        // A call that arrives from here on is later than the start of this read, so it has to wait for the next one.
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
