package io.petty.jobs.partition;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** Executes partitions on threads of this process. */
public final class LocalEngine implements PartitionEngine {
    private final int threads;
    private final StopRequest stop;
    private final Progress progress;
    private final ExecutorService executor;

    /** @param threads number of partitions that run at once, at least 1 */
    public LocalEngine(int threads, StopRequest stop, Progress progress) {
        this.threads = threads;
        this.stop = stop;
        this.progress = progress;
        AtomicInteger count = new AtomicInteger();
        this.executor =
                Executors.newFixedThreadPool(threads, work -> new Thread(work, "partition-" + count.incrementAndGet()));
    }

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public int parallelism() {
        return threads;
    }

    @Override
    public <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes)
            throws InterruptedException {
        Map<String, String> fields = MDC.getCopyOfContextMap();
        List<Future<?>> begun = new ArrayList<>();
        for (Partition<I> partition : partitions) {
            begun.add(executor.submit(() -> {
                MDC.setContextMap(fields == null ? Map.of() : fields);
                try {
                    run(work, partition, outcomes);
                } finally {
                    MDC.clear();
                }
            }));
        }
        Throwable failure = null;
        for (Future<?> partition : begun) {
            try {
                partition.get();
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure != null) {
            throw failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
        }
        stop.check();
    }

    private <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, Partition<I> partition, PartitionOutcomes<I, R> outcomes) {
        outcomes.began(partition);
        R result;
        try {
            stop.check();
            result = work.run(partition.input(), new LocalAttempt(partition.fileName(), stop, progress));
        } catch (Exception | Error e) {
            outcomes.failed(partition, e);
            return;
        }
        outcomes.completed(partition, result);
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    /** The only attempt of a run at a partition. */
    private record LocalAttempt(String name, StopRequest stop, Progress progress) implements Attempt {
        @Override
        public void check() {
            stop.check();
        }

        @Override
        public void unitsDone(long count) {
            progress.unitsDone(count);
        }

        @Override
        public void addReadings(long count) {
            progress.addReadings(count);
        }
    }
}
