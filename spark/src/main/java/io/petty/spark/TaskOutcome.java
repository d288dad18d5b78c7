package io.petty.spark;

import io.petty.jobs.FailureText;
import java.io.Serializable;
import java.util.concurrent.Callable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.shuffle.FetchFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task: a result, or why its last attempt failed. If the last attempt threw its failure, Spark would
 * end the whole job, including partitions that are still running.
 *
 * @param failure null if there is a result
 * @param attempts number of attempts at the partition
 */
record TaskOutcome<R extends Serializable>(
        @Nullable R result, @Nullable String failure, int attempts) implements Serializable {
    /** Runs a task. Throws a failure, so that Spark retries the task, but returns the failure of the last attempt. */
    static <R extends Serializable> TaskOutcome<R> of(TaskContext context, Callable<R> task) throws Exception {
        int attempt = context.attemptNumber() + 1;
        try {
            return new TaskOutcome<>(task.call(), null, attempt);
        } catch (Exception e) {
            if (!isFinal(context, e)) {
                throw e;
            }
            return new TaskOutcome<>(null, FailureText.of(e), attempt);
        }
    }

    /** Returns whether the task isn't retried after this failure. */
    static boolean isFinal(TaskContext context, Exception failure) {
        return !isSparks(failure) && !context.isInterrupted() && context.attemptNumber() + 1 >= mostFailures();
    }

    private static int mostFailures() {
        return Integer.parseInt(SparkEnv.get().conf().get("spark.task.maxFailures"));
    }

    /** Returns whether Spark itself must handle the failure, by other means than a retry. */
    private static boolean isSparks(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FetchFailedException
                    || cause instanceof TaskKilledException
                    || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
