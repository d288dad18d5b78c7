package io.petty.limits;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;

/**
 * A lock for work that calls a database or a store. A thread that waits for it can be interrupted, unlike one that
 * waits for a monitor. The time limit of a request thus also ends its wait for another request. The lock is reentrant.
 */
public final class InterruptibleLock {
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Does work while holding this lock.
     *
     * @throws QueryTimeoutException if the thread is interrupted before it acquires the lock
     */
    public <T> T hold(Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("The call was interrupted while it waited for another call", e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
