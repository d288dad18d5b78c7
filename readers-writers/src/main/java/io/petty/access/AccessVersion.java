package io.petty.access;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of who may read, read at every call but once for all that wait for it. A caller takes a read alone
 * that began after it arrived, so nobody acts on a state older than its own arrival. One read runs at a time.
 */
final class AccessVersion {
    /**
     * A state of who may read.
     *
     * @param number rises whenever something is taken away
     * @param signingKeys what the number was when the signing keys were last rotated
     */
    record Version(long number, long signingKeys) {}

    private final Supplier<Version> read;
    private final ReentrantLock reading = new ReentrantLock();

    /** The read that has not begun yet, which whoever arrives now may wait for; null when there is none. */
    private @Nullable CompletableFuture<Version> next;

    AccessVersion(Supplier<Version> read) {
        this.read = read;
    }

    /** @throws RuntimeException what the read threw */
    Version current() {
        CompletableFuture<Version> mine;
        boolean first = false;
        synchronized (this) {
            if (next == null) {
                next = new CompletableFuture<>();
                first = true;
            }
            mine = next;
        }
        if (first) {
            readFor(mine);
        }
        try {
            return mine.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void readFor(CompletableFuture<Version> waiting) {
        reading.lock();
        try {
            // Who comes from here on arrives after the read began, and needs another one.
            synchronized (this) {
                next = null;
            }
            waiting.complete(read.get());
        } catch (RuntimeException | Error e) {
            waiting.completeExceptionally(e);
        } finally {
            reading.unlock();
        }
    }
}
