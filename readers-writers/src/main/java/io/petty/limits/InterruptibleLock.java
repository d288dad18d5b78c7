package io.petty.limits;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;

/**
 * A lock for work that asks a database or a store. Unlike a monitor, it isn't waited for by threads that are interrupted,
 * so the limit of a request also ends its wait for another request. A thread may acquire it more than once.
 */
public final class InterruptibleLock {
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Does work while no other thread does any under this lock.
     *
     * @throws QueryTimeoutException when the thread is interrupted before it acquires the lock
     */
    public <T> T hold(Supplier<T> work) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("The call was interrupted while it waited for another one", e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
