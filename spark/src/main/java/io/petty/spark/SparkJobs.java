package io.petty.spark;

import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/** Submits Spark jobs, and reports the outcomes of their tasks on the thread that waits for them. */
record SparkJobs(
        SparkContext context, Executors executors, ExecutorWait executorWait, StopRequest stop, Progress progress) {
    private static final long LOOK_MILLIS = 200;

    /** The work of a job on one partition of an RDD. */
    interface Task<T, U extends Serializable> extends Serializable {
        U run(Iterator<T> rows, TaskContext context) throws Exception;
    }

    /** Receives the outcomes of a job's tasks. */
    interface Recorder<U extends Serializable> {
        /** Called before the job is submitted. */
        void began();

        /** Called when a task has completed, or failed for the last time. */
        void ended(int task, TaskOutcome<U> outcome);

        /** Called when the job ends before all of its tasks have ended. The remaining tasks have failed. */
        void failedAll(Throwable reason);
    }

    private record Ended<U extends Serializable>(int task, TaskOutcome<U> outcome) {}

    SparkAttempt.Counts counts() {
        return new SparkAttempt.Counts(context.longAccumulator(), context.longAccumulator());
    }

    static List<Integer> all(int tasks) {
        return IntStream.range(0, tasks).boxed().toList();
    }

    /** Runs tasks on some partitions of an RDD. */
    <T, U extends Serializable> void run(
            RDD<T> rows, Task<T, U> task, List<Integer> partitions, SparkAttempt.Counts counts, Recorder<U> recorder)
            throws Exception {
        recorder.began();
        executors.begin();
        BlockingQueue<Ended<U>> ended = new LinkedBlockingQueue<>();
        SimpleFutureAction<BoxedUnit> job = context.submitJob(
                rows,
                new OnPartition<>(task),
                CollectionConverters.<Object>asScala(
                                partitions.stream().map(Object.class::cast).toList())
                        .toSeq(),
                (index, outcome) -> {
                    ended.add(new Ended<>((Integer) index, outcome));
                    return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT);
        Shown shown = new Shown(counts);
        try {
            int open = partitions.size();
            while (open > 0) {
                Ended<U> next = ended.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    open--;
                    recorder.ended(next.task(), next.outcome());
                } else if ((job.isCompleted() || context.isStopped()) && ended.isEmpty()) {
                    throw new IOException("Spark failed: " + failure(job));
                }
                shown.look();
                executorWait.look(context);
                stop.check();
            }
            shown.look();
        } catch (Exception | Error e) {
            job.cancel();
            recorder.failedAll(e);
            throw e;
        }
    }

    private String failure(SimpleFutureAction<BoxedUnit> job) {
        if (context.isStopped()) {
            return "it ended the application of this run; see the logs of the master and its workers for the reason";
        }
        Try<BoxedUnit> result = job.value().get();
        return result.isFailure()
                ? FailureText.of(result.failed().get())
                : "it ended before all of its tasks returned a result";
    }

    /** Adds the increase of the counts to the progress. Units of a lost task may be counted twice. */
    private final class Shown {
        private final SparkAttempt.Counts counts;
        private long units;
        private long readings;

        private Shown(SparkAttempt.Counts counts) {
            this.counts = counts;
        }

        private void look() {
            long unitsNow = counts.units().sum();
            long readingsNow = counts.readings().sum();
            if (unitsNow > units || readingsNow > readings) {
                progress.unitsDone(Math.max(0, unitsNow - units));
                progress.addReadings(Math.max(0, readingsNow - readings));
                units = unitsNow;
                readings = readingsNow;
            }
            progress.executors(executors.list());
        }
    }

    /** The function that runs on executors. */
    private static final class OnPartition<T, U extends Serializable>
            extends AbstractFunction1<Iterator<T>, TaskOutcome<U>> implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Task<T, U> task;

        private OnPartition(Task<T, U> task) {
            this.task = task;
        }

        @Override
        public TaskOutcome<U> apply(Iterator<T> rows) {
            TaskContext context = TaskContext.get();
            try {
                return TaskOutcome.of(context, () -> task.run(rows, context));
            } catch (Exception e) {
                throw sneaky(e);
            }
        }

        /** Throws a checked exception without declaring it. Spark treats any exception as a failure of the task. */
        @SuppressWarnings("unchecked")
        private static <E extends Exception> RuntimeException sneaky(Exception e) throws E {
            throw (E) e;
        }
    }
}
