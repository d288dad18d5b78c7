package io.petty.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.QueryTimeoutException;

/** Calls share reads, but no call gets a value that was read before the call started. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SharedReadTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final ExecutorService threads = Executors.newFixedThreadPool(16);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static SharedRead<Long> reading(Supplier<Long> read) {
        return reading(read, PATIENCE);
    }

    private static SharedRead<Long> reading(Supplier<Long> read, Duration limit) {
        return new SharedRead<>("test", read, limit);
    }

    @Test
    void neverReturnsAValueReadBeforeTheCall() throws Exception {
        AtomicLong state = new AtomicLong();
        SharedRead<Long> version = reading(() -> {
            long seen = state.get();
            Thread.onSpinWait();
            return seen;
        });
        int calls = 3000;
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int thread = 0; thread < 16; thread++) {
            answers.add(threads.submit(() -> {
                for (int i = 0; i < calls; i++) {
                    long arrived = i % 3 == 0 ? state.incrementAndGet() : state.get();
                    if (version.current() < arrived) {
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
    void callsThatArriveDuringAReadShareTheNextOne() throws Exception {
        CountDownLatch firstRuns = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        SharedRead<Long> version = reading(() -> {
            int read = reads.incrementAndGet();
            if (read == 1) {
                firstRuns.countDown();
                awaitQuietly(goOn);
            }
            return (long) read;
        });
        Future<Long> first = threads.submit(() -> version.current());
        firstRuns.await();
        List<Thread> arrived = new ArrayList<>();
        List<Future<Long>> later = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            later.add(threads.submit(() -> {
                synchronized (arrived) {
                    arrived.add(Thread.currentThread());
                }
                return version.current();
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
    void throwsTheFailureOfAReadAndReadsAgainForTheNextCall() {
        AtomicInteger reads = new AtomicInteger();
        SharedRead<Long> version = reading(() -> {
            if (reads.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
            }
            return 7L;
        });
        assertThatIllegalStateException().isThrownBy(version::current).withMessage("no database");
        assertThat(version.current()).isEqualTo(7);
    }

    @Test
    void endsCallsAtTheirLimitWhileAReadHangsAndReadsAgainAfterIt() {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger began = new AtomicInteger();
        SharedRead<Long> version = reading(
                () -> {
                    long read = began.incrementAndGet();
                    hangs.countDown();
                    awaitQuietly(goOn);
                    return read;
                },
                Duration.ofMillis(50));

        assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(version::current);
        // The next call must find the read in progress: a read that hasn't started yet would answer that call too.
        awaitQuietly(hangs);
        assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(version::current);
        assertThat(began).hasValue(1);
        goOn.countDown();

        assertThat(firstAnswer(version)).isGreaterThan(1);
    }

    /** Retries timeouts, since on a busy machine even a read that doesn't hang can exceed such a short limit. */
    private static long firstAnswer(SharedRead<Long> version) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return version.current();
            } catch (QueryTimeoutException e) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    @Test
    void endsACallThatIsInterruptedWhileItsReadHangs() throws Exception {
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SharedRead<Long> version = reading(() -> {
            reads.countDown();
            awaitQuietly(goOn);
            return 1L;
        });
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread call = new Thread(() -> ended.complete(catchThrowable(version::current)));
        call.start();
        reads.await();
        call.interrupt();

        assertThat(ended.get())
                .isInstanceOf(QueryTimeoutException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        goOn.countDown();
        assertThat(version.current()).isEqualTo(1);
    }

    private static boolean allWait(List<Thread> threads, int count) {
        synchronized (threads) {
            return threads.size() == count
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
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
