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

/** Calls for one refresh token that begin at the same time. */
final class SimultaneousRefreshes {
    /** How long each of them may wait for a row that others hold. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private SimultaneousRefreshes() {}

    /** What each of the calls got. */
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
