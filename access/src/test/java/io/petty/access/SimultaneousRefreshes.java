package io.petty.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs simultaneous refreshes with one refresh token. */
final class SimultaneousRefreshes {
    /** The lock limit of each refresh. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private SimultaneousRefreshes() {}

    /** Returns the result of each call. */
    static List<SignedIn> of(Access access, String token, String attempt, int calls) throws Exception {
        CyclicBarrier together = new CyclicBarrier(calls);
        Callable<SignedIn> call = () -> {
            together.await();
            return access.refresh(token, attempt);
        };
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            List<SignedIn> answers = new ArrayList<>();
            for (Future<SignedIn> one : threads.invokeAll(Collections.nCopies(calls, call))) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
