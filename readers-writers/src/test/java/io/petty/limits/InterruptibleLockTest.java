package io.petty.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class InterruptibleLockTest {
    private final InterruptibleLock lock = new InterruptibleLock();

    @Test
    void anInterruptEndsTheWaitForTheLock() {
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread other = new Thread(() -> ended.complete(catchThrowable(() -> lock.hold(() -> "held"))));
        Throwable failure = lock.hold(() -> {
            other.start();
            other.interrupt();
            return ended.join();
        });

        assertThat(failure).isInstanceOf(QueryTimeoutException.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(lock.hold(() -> lock.hold(() -> "twice by one thread"))).isEqualTo("twice by one thread");
    }
}
