package io.petty.spark;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.petty.jobs.Progress;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.Success$;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts executors and their tasks for the display of progress, and logs their failures in one line each. Spark's own
 * log has stack traces.
 */
final class Executors extends SparkListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Executors.class);

    private final MeterRegistry registry;
    private final Gauge gauge;
    private final Map<String, Tasks> executors = new LinkedHashMap<>();
    private boolean ended;

    Executors(MeterRegistry registry) {
        this.registry = registry;
        this.gauge = Gauge.builder("petty.spark.executors", this, Executors::count)
                .description("Executors of the run")
                .register(registry);
    }

    private static final class Tasks {
        private final String host;
        private int done;
        private int running;

        private Tasks(String host) {
            this.host = host;
        }
    }

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
        executors.put(added.executorId(), new Tasks(added.executorInfo().executorHost()));
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        Tasks lost = executors.remove(removed.executorId());
        if (lost != null && !ended) {
            registry.counter("petty.spark.executors.lost").increment();
            LOG.warn(
                    "Lost executor {} on {} ({}). Other executors take over its partitions",
                    removed.executorId(),
                    lost.host,
                    firstLine(removed.reason()));
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart start) {
        TaskInfo task = start.taskInfo();
        executors.computeIfAbsent(task.executorId(), id -> new Tasks(task.host())).running++;
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        boolean succeeded = end.reason() == Success$.MODULE$;
        // Spark reports the end of a lost executor before the end of its tasks, so there may be no entry.
        Tasks tasks = executors.get(end.taskInfo().executorId());
        if (tasks != null) {
            tasks.running = Math.max(0, tasks.running - 1);
            tasks.done += succeeded ? 1 : 0;
        }
        registry.counter("petty.spark.tasks", "status", succeeded ? "completed" : "failed")
                .increment();
        // The last attempt returns its failure as a result, which is reported with the partition.
        if (end.reason() instanceof ExceptionFailure failure && !ended) {
            LOG.warn(
                    "Task {} of stage {} failed on executor {} on {} in attempt {}: {}: {}",
                    end.taskInfo().index(),
                    end.stageId(),
                    end.taskInfo().executorId(),
                    end.taskInfo().host(),
                    end.taskInfo().attemptNumber() + 1,
                    failure.className().replaceFirst(".*\\.", ""),
                    firstLine(failure.description()));
        }
        // A lost executor reports no metrics.
        TaskMetrics figures = end.taskMetrics();
        if (figures != null) {
            registry.counter("petty.spark.shuffle.bytes")
                    .increment((double) figures.shuffleWriteMetrics().bytesWritten());
            registry.counter("petty.spark.spilled.bytes").increment((double) figures.diskBytesSpilled());
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason given");
    }

    /** Forgets the executors of an application that has ended. */
    synchronized void forget() {
        executors.clear();
    }

    /** Starts counting the tasks of a phase. */
    synchronized void begin() {
        executors.values().forEach(tasks -> tasks.done = 0);
    }

    /** Returns each executor's completed and running tasks of the phase. */
    synchronized List<Progress.Executor> list() {
        List<Progress.Executor> list = new ArrayList<>();
        executors.forEach((id, tasks) -> list.add(
                new Progress.Executor("executor %s on %s".formatted(id, tasks.host), tasks.done, tasks.running)));
        return list;
    }

    private synchronized int count() {
        return executors.size();
    }

    /** Removes the gauge, since the next run has other executors. Executors that end later don't count as lost. */
    @Override
    public synchronized void close() {
        ended = true;
        registry.remove(gauge);
    }
}
