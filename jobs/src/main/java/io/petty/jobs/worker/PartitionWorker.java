package io.petty.jobs.worker;

import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.queue.PartitionMessage;
import io.petty.jobs.queue.PartitionQueue;
import io.petty.jobs.queue.SharedSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Takes partitions from the queue and does them, one on each of its threads, until it is asked to stop or there have been
 * none for long.
 */
public final class PartitionWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

    /** How long one question to the queue waits for a message, and so how long a thread may take to stop. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /** Before a partition that failed is tried again, and after the queue or the database didn't answer. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Signs of life within an expiry, so that a few may fail. */
    private static final int BEATS = 6;

    private final PartitionQueue queue;
    private final PartitionClaims claims;
    private final Workers workers;
    private final WorkerSettings settings;
    private final SharedSettings shared;
    private final Work work;
    private final Log log;
    private final StopRequest stop;
    private final Progress progress;
    private final String id;
    private final String process;
    private final int threads;
    private final Set<Claim> inHand = ConcurrentHashMap.newKeySet();
    private final AtomicLong partitions = new AtomicLong();
    private final AtomicLong busyMillis = new AtomicLong();
    private final AtomicLong waitedMillis = new AtomicLong();
    private volatile long lastWorkMillis;
    private volatile boolean answered;
    private volatile boolean ended;

    /** Does a partition. */
    public interface Work {
        /** Whether there is such a step. */
        boolean knows(PartitionMessage message);

        /** @throws Exception what it failed with */
        void run(PartitionMessage message, Claim claim) throws Exception;
    }

    /** Told of what the worker does, by any of its threads. */
    public interface Log {
        void line(String text);
    }

    /** A worker whose settings aren't those of the run. */
    public static final class OtherSettingsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private OtherSettingsException(List<String> properties) {
            super("This worker's settings are not those of the run: %s. Partitions are left to others"
                    .formatted(String.join(", ", properties)));
        }
    }

    /**
     * What a worker did.
     *
     * @param busyMillis of all its threads together
     * @param waitedMillis of all its threads together, while there was a partition to be taken
     * @param answered whether the queue answered when it was last asked
     */
    public record Outcome(long partitions, long readings, long busyMillis, long waitedMillis, boolean answered) {}

    /**
     * Makes a worker.
     *
     * @param id of its own, at most 36 characters
     * @param process where it runs, for people
     * @param threads how many partitions it does at once
     * @param progress counts its readings
     */
    public PartitionWorker(
            PartitionQueue queue,
            PartitionClaims claims,
            Workers workers,
            WorkerSettings settings,
            SharedSettings shared,
            Work work,
            Log log,
            StopRequest stop,
            Progress progress,
            String id,
            String process,
            int threads) {
        this.queue = queue;
        this.claims = claims;
        this.workers = workers;
        this.settings = settings;
        this.shared = shared;
        this.work = work;
        this.log = log;
        this.stop = stop;
        this.progress = progress;
        this.id = id;
        this.process = process;
        this.threads = threads;
    }

    /**
     * Works until it is asked to stop, or has been idle for too long.
     *
     * @throws OtherSettingsException when a run has other settings
     */
    public Outcome work() throws InterruptedException {
        lastWorkMillis = nowMillis();
        ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(PartitionWorker::daemon);
        ExecutorService slots = Executors.newFixedThreadPool(threads);
        ScheduledFuture<?> beating = null;
        try {
            workers.beat(record());
            long period = settings.expiry().toMillis() / BEATS;
            beating = beats.scheduleWithFixedDelay(this::beat, period, period, TimeUnit.MILLISECONDS);
            List<Future<?>> taking = new ArrayList<>();
            for (int slot = 0; slot < threads; slot++) {
                taking.add(slots.submit(this::takePartitionsUntilOneFails));
            }
            for (Future<?> slot : taking) {
                slot.get();
            }
            return new Outcome(partitions.get(), progress.readings(), busyMillis.get(), waitedMillis.get(), answered);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            slots.shutdown();
            slots.awaitTermination(settings.expiry().toMillis(), TimeUnit.MILLISECONDS);
            if (beating != null) {
                beating.cancel(false);
            }
            beats.shutdownNow();
            signOff();
        }
    }

    /** Only differences count: the time of day may be set while a worker works. */
    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "worker-heartbeat");
        thread.setDaemon(true);
        return thread;
    }

    private Workers.Worker record() {
        return new Workers.Worker(
                id, process, threads, partitions.get(), progress.readings(), busyMillis.get(), waitedMillis.get());
    }

    private void signOff() {
        try {
            workers.signOff(id);
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("The worker's record stays", e);
        }
    }

    private void beat() {
        try {
            workers.beat(record());
            // A lost claim is noticed when the partition is next recorded. The queue isn't asked to keep messages
            // hidden
            // meanwhile: a message that comes again is refused, and a slow queue must not make this worker look dead.
            inHand.forEach(claims::beat);
        } catch (RuntimeException | Error e) {
            // The scheduler would stop repeating a task that throws. If none gets through, another worker gets the
            // partitions.
            LOG.warn("A sign of life didn't get through: {}", FailureText.of(e));
        }
    }

    /** What ends one thread ends all: else the others would go on, and the process with them. */
    private void takePartitionsUntilOneFails() {
        try {
            takePartitions();
        } catch (RuntimeException | Error e) {
            ended = true;
            throw e;
        }
    }

    private void takePartitions() {
        long idleSinceMillis = nowMillis();
        while (!stop.isRequested() && !ended) {
            try {
                Optional<PartitionQueue.Received> received = queue.receive(waiting(), settings.expiry());
                answered = true;
                if (received.isPresent() && take(received.get(), idleSinceMillis)) {
                    idleSinceMillis = nowMillis();
                }
                if (received.isEmpty() && isIdleForLong()) {
                    return;
                }
            } catch (PartitionQueue.QueueException e) {
                answered = false;
                LOG.warn("{}; trying again", e.getMessage());
                if (isIdleForLong()) {
                    return;
                }
                pause();
            } catch (DataAccessException | TransactionException e) {
                LOG.warn("{}; trying again", FailureText.of(e));
                pause();
            }
        }
    }

    private Duration waiting() {
        Duration limit = settings.idleLimit();
        if (limit.isZero() || limit.compareTo(LONGEST_WAIT) > 0) {
            return LONGEST_WAIT;
        }
        return limit.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : limit;
    }

    private boolean isIdleForLong() {
        return !settings.idleLimit().isZero()
                && inHand.isEmpty()
                && nowMillis() - lastWorkMillis > settings.idleLimit().toMillis();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
        }
    }

    /** Does what a message asks for, if that is still to be done; false when it isn't. */
    private boolean take(PartitionQueue.Received received, long idleSinceMillis) {
        PartitionMessage message = received.partition();
        String refusal = message != null && !work.knows(message) ? "it names no step of ours" : received.refusal();
        if (message == null || refusal != null) {
            LOG.warn("A message was put aside: {}", refusal);
            queue.putAside(received.text());
            queue.delete(received);
            return false;
        }
        List<String> differences = shared.differences(message.settings());
        if (!differences.isEmpty()) {
            queue.hide(received, Duration.ZERO);
            throw new OtherSettingsException(differences);
        }
        Optional<Claim> claimed = claims.claim(message, id);
        if (claimed.isEmpty()) {
            // Another has it, or it is done, or nobody wants it; should the other die, the run sends it again.
            queue.delete(received);
            return false;
        }
        Claim claim = claimed.get();
        waitedMillis.addAndGet(Math.min(claim.waitedMillis(), Math.max(0, nowMillis() - idleSinceMillis)));
        inHand.add(claim);
        long started = nowMillis();
        try {
            perform(message, claim, received);
        } finally {
            inHand.remove(claim);
            lastWorkMillis = nowMillis();
            busyMillis.addAndGet(lastWorkMillis - started);
        }
        return true;
    }

    private void perform(PartitionMessage message, Claim claim, PartitionQueue.Received received) {
        long started = nowMillis();
        try {
            work.run(message, claim);
            partitions.incrementAndGet();
            workers.beat(record());
            claims.done(claim);
            log.line("%s done in %.1f s".formatted(message.partition(), (nowMillis() - started) / 1000.0));
            queue.delete(received);
        } catch (ClaimLostException e) {
            // The message is about another's claim now.
            log.line(String.valueOf(e.getMessage()));
        } catch (StopRequest.StoppedException e) {
            claims.release(claim);
            queue.hide(received, Duration.ZERO);
            log.line("%s given back".formatted(message.partition()));
        } catch (Exception | Error e) {
            failed(message, claim, received, e);
        }
    }

    private void failed(PartitionMessage message, Claim claim, PartitionQueue.Received received, Throwable failure) {
        String reason = FailureText.of(failure);
        LOG.debug("{} failed", message.partition(), failure);
        try {
            if (claims.failed(claim, reason)) {
                log.line("%s given up: %s".formatted(message.partition(), reason));
                queue.putAside(message);
                queue.delete(received);
            } else {
                log.line("%s failed, to be tried again: %s".formatted(message.partition(), reason));
                queue.hide(received, PAUSE);
            }
        } catch (ClaimLostException e) {
            log.line(String.valueOf(e.getMessage()));
        }
    }
}
