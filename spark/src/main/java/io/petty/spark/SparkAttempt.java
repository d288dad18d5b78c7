package io.petty.spark;

import io.petty.jobs.partition.Attempt;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;

/**
 * A task's attempt at a partition. Its counts reach the driver when the task ends.
 *
 * @param fileName the partition's file name; the id of the attempt is appended
 */
record SparkAttempt(String fileName, TaskContext task, Counts counts) implements Attempt {
    /** The counters of all partitions of a job. */
    record Counts(LongAccumulator units, LongAccumulator readings) implements java.io.Serializable {}

    @Override
    public String name() {
        return fileName + "-attempt-" + task.taskAttemptId();
    }

    /** Ends the task if its job was cancelled or another attempt has won. */
    @Override
    public void check() {
        task.killTaskIfInterrupted();
    }

    @Override
    public void unitsDone(long count) {
        counts.units().add(count);
    }

    @Override
    public void addReadings(long count) {
        counts.readings().add(count);
    }
}
