package io.petty.spark;

import io.petty.jobs.FailureText;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.shuffle.FetchFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a task gives: a result, or why its last attempt failed. Thrown, a failure would end the whole job, and with it the
 * partitions that are still being worked on.
 *
 * @param failure null with a result
 * @param attempts how often the partition was tried
 */
record TaskOutcome<R extends Serializable>(
        @Nullable R result, @Nullable String failure, int attempts) implements Serializable {
    /** What a task does. */
    interface Task<R> {
        R run() throws Exception;
    }

    /** Runs a task; a failure is thrown, for Spark to try again, but for the last one. */
    static <R extends Serializable> TaskOutcome<R> of(TaskContext context, Task<R> task) throws Exception {
        int attempt = context.attemptNumber() + 1;
        try {
            return new TaskOutcome<>(task.run(), null, attempt);
        } catch (Exception e) {
            if (!isFinal(context, e)) {
                throw e;
            }
            return new TaskOutcome<>(null, FailureText.of(e), attempt);
        }
    }

    /** Whether no further attempt would be made after this failure. */
    static boolean isFinal(TaskContext context, Exception failure) {
        return !isSparks(failure) && !context.isInterrupted() && context.attemptNumber() + 1 >= mostFailures();
    }

    private static int mostFailures() {
        return Integer.parseInt(SparkEnv.get().conf().get("spark.task.maxFailures"));
    }

    /** Whether Spark deals with it by other means than trying the task again. */
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
