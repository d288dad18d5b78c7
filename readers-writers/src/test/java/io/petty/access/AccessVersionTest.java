package io.petty.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.access.AccessVersion.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That nobody acts on a state older than its own arrival, though many share a read. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AccessVersionTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void neverGivesAReadThatBeganBeforeTheCall() throws Exception {
        AtomicLong state = new AtomicLong();
        AccessVersion version = new AccessVersion(() -> {
            long seen = state.get();
            Thread.onSpinWait();
            return new Version(seen, 0);
        });
        int calls = 3000;
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            answers.add(threads.submit(() -> {
                for (int i = 0; i < calls; i++) {
                    long arrived = i % 3 == 0 ? state.incrementAndGet() : state.get();
                    if (version.current().number() < arrived) {
                        return false;
                    }
                }
                return true;
            }));
        }
        for (Future<Boolean> answer : answers) {
            assertThat(answer.get()).isTrue();
        }
    }

    @Test
    void sharesOneReadAmongAllThatArriveDuringAnother() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        AccessVersion version = new AccessVersion(() -> {
            int read = reads.incrementAndGet();
            if (read == 1) {
                firstRuns.countDown();
                awaitQuietly(goOn);
            }
            return new Version(read, 0);
        });
        Future<Long> first = threads.submit(() -> version.current().number());
        firstRuns.await();
        List<Thread> arrived = new ArrayList<>();
        List<Future<Long>> later = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            later.add(threads.submit(() -> {
                synchronized (arrived) {
                    arrived.add(Thread.currentThread());
                }
                return version.current().number();
            }));
        }
        while (!allWait(arrived, 10)) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(first.get()).isEqualTo(1);
        for (Future<Long> one : later) {
            assertThat(one.get()).isEqualTo(2);
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void givesAFailureToThoseThatWaitedAndReadsAgainForTheNext() {
        AtomicInteger reads = new AtomicInteger();
        AccessVersion version = new AccessVersion(() -> {
            if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
            }
            return new Version(7, 0);
        });
        assertThatIllegalStateException().isThrownBy(version::current).withMessage("no database");
        assertThat(version.current().number()).isEqualTo(7);
    }

    private static boolean allWait(List<Thread> threads, int count) {
        synchronized (threads) {
            return threads.size() == count
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
