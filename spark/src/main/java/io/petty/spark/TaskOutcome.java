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
 * @param result null if the task failed
 * @param failure null if there is a result
 */
record TaskOutcome<R extends Serializable>(
        @Nullable R result, @Nullable Failure failure) implements Serializable {
    /**
     * The failure of a task's last attempt.
     *
     * @param attempts number of attempts at the task
     */
    record Failure(String reason, int attempts) implements Serializable {
        static Failure of(TaskContext context, Exception reason) {
            return new Failure(FailureText.of(reason), context.attemptNumber() + 1);
        }
    }

    static <R extends Serializable> TaskOutcome<R> completed(R result) {
        return new TaskOutcome<>(result, null);
    }

    static <R extends Serializable> TaskOutcome<R> failed(Failure failure) {
        return new TaskOutcome<>(null, failure);
    }

    /** Runs a task. Throws a failure, so that Spark retries the task, but returns the failure of the last attempt. */
    static <R extends Serializable> TaskOutcome<R> of(TaskContext context, Callable<R> task) throws Exception {
        try {
            return completed(task.call());
        } catch (Exception e) {
            if (!isFinal(context, e)) {
                throw e;
            }
            return failed(Failure.of(context, e));
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
