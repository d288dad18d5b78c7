package io.petty.spark;

import java.io.IOException;
import java.time.Duration;
import org.apache.spark.SparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Limits how long a run waits for an executor. Spark itself waits forever. */
final class ExecutorWait {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorWait.class);

    /** A shorter wait isn't logged, since an executor usually starts within this time. */
    private static final Duration UNNOTICED = Duration.ofSeconds(30);

    private final Duration limit;
    private @Nullable Long aloneSince;
    private boolean warned;

    ExecutorWait(Duration limit) {
        this.limit = limit;
    }

    /**
     * Checks that there are executors. Call it regularly while a job runs.
     *
     * @throws IOException if there has been none for the whole limit
     */
    void look(SparkContext context) throws IOException {
        if (context.isLocal() || !context.getExecutorIds().isEmpty()) {
            begin();
            return;
        }
        long now = System.nanoTime();
        if (aloneSince == null) {
            aloneSince = now;
        }
        Duration alone = Duration.ofNanos(now - aloneSince);
        if (alone.compareTo(limit) >= 0) {
            throw new IOException(
                    "The run has had no executor of %s for %s (petty.spark.executor-wait): %s, then run the same command again"
                            .formatted(context.master(), text(limit), need(context)));
        }
        if (!warned && alone.compareTo(UNNOTICED) >= 0) {
            warned = true;
            LOG.warn(
                    "The run has no executor of {} and waits for one for at most {}: {}",
                    context.master(),
                    text(limit),
                    need(context));
        }
    }

    /** Restarts the measurement of the wait. */
    void begin() {
        aloneSince = null;
        warned = false;
    }

    private static String need(SparkContext context) {
        String memory = context.conf().get("spark.executor.memory");
        return context.master().startsWith("spark://")
                ? "start workers with ./petty spark worker %s, each with at least the memory of petty.spark.executor-memory (%s)"
                        .formatted(context.master(), memory)
                : "make sure that the cluster has room for executors with petty.spark.executor-memory (%s)"
                        .formatted(memory);
    }

    private static String text(Duration time) {
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
