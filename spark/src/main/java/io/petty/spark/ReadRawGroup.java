package io.petty.spark;

import io.petty.jobs.ingest.RawBlock;
import io.petty.jobs.ingest.RawBlockReader;
import io.petty.jobs.ingest.RawFilePartition;
import io.petty.jobs.ingest.RawFilesWork;
import io.petty.jobs.partition.Partition;
import io.petty.reading.ReadingSorter;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The map stage of the ingestion: turns a group of raw files into rows of readings, rejects, and finally the group's
 * counts. The rows are sorted by event day, bucket and collar. The counts also go through the shuffle, so that each
 * group is counted by only one attempt.
 */
final class ReadRawGroup implements PairFlatMapFunction<Iterator<ReadRawGroup.Group>, ShuffleKey, Serializable> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RawFilesWork> work;
    private final SparkAttempt.Counts counts;

    /** A group of raw files and its index. */
    record Group(int number, Partition<RawFilePartition> partition) implements Serializable {}

    ReadRawGroup(Broadcast<RawFilesWork> work, SparkAttempt.Counts counts) {
        this.work = work;
        this.counts = counts;
    }

    @Override
    public Iterator<Tuple2<ShuffleKey, Serializable>> call(Iterator<Group> groups) {
        Group group = groups.next();
        TaskContext task = TaskContext.get();
        SparkAttempt attempt = new SparkAttempt(group.partition().fileName(), task, counts);
        Records records = new Records(
                group.number(),
                task,
                work.value(),
                work.value().open(group.partition().input(), attempt));
        task.addTaskCompletionListener((TaskCompletionListener) ended -> records.closeFile());
        return records;
    }

    /** Reads as many blocks as fit into the sorter, and iterates over the records made from them. */
    private static final class Records implements Iterator<Tuple2<ShuffleKey, Serializable>>, ReadingSorter.Rows {
        private static final int LEAST_SORT_READINGS = 1_000;
        private static final int HEAP_SHARE = 8;

        private final int group;
        private final TaskContext task;
        private final int buckets;
        private final RawBlockReader blocks;
        private final ReadingSorter sorter;
        private final Deque<Tuple2<ShuffleKey, Serializable>> ready = new ArrayDeque<>();
        private int places;
        private boolean ended;

        private Records(int group, TaskContext task, RawFilesWork work, RawBlockReader blocks) {
            this.group = group;
            this.task = task;
            this.buckets = work.buckets().count();
            this.blocks = blocks;
            this.sorter = new ReadingSorter(() -> this, work.buckets(), capacity(work));
        }

        /**
         * Returns how many readings are sorted at once: the setting, or fewer if all tasks of this executor together
         * would need more than an eighth of its heap.
         */
        private static int capacity(RawFilesWork work) {
            int tasks = SparkEnv.get()
                    .conf()
                    .getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
            long fitting = Runtime.getRuntime().maxMemory() / HEAP_SHARE / ReadingSorter.READING_BYTES / tasks;
            return (int) Math.max(LEAST_SORT_READINGS, Math.min(work.sortReadings(), fitting));
        }

        @Override
        public boolean hasNext() {
            try {
                while (ready.isEmpty() && !ended) {
                    readOn();
                }
            } catch (IOException | RuntimeException e) {
                if (!TaskOutcome.isFinal(task, e)) {
                    throw e instanceof IOException failure ? new UncheckedIOException(failure) : (RuntimeException) e;
                }
                fail(TaskOutcome.Failure.of(task, e));
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<ShuffleKey, Serializable> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        /**
         * Replaces the missing records of a group that failed permanently. In the summary, the failure is reported. In
         * each bucket, it shows that the bucket is incomplete.
         */
        private void fail(TaskOutcome.Failure failure) {
            ended = true;
            ready.clear();
            ready.add(new Tuple2<>(ShuffleKey.summary(group, places++), failure));
            for (int bucket = 0; bucket < buckets; bucket++) {
                ready.add(new Tuple2<>(ShuffleKey.failure(bucket, group), failure));
            }
        }

        private void readOn() throws IOException {
            RawBlock block = blocks.read();
            if (block == null) {
                sorter.finish();
                ended = true;
                ready.add(new Tuple2<>(
                        ShuffleKey.summary(group, places++),
                        new RawFilePartition.Result(blocks.counts(), List.of(), sorter.eventDays(), List.of())));
                return;
            }
            sorter.add(block.readings());
            if (!block.rejects().isEmpty()) {
                ready.add(new Tuple2<>(ShuffleKey.summary(group, places++), new ArrayList<>(block.rejects())));
            }
        }

        @Override
        public void write(int epochDay, int bucket, String collarId, long[] keys, long[] locations, int from, int to) {
            ByteBuffer packed = ByteBuffer.allocate((to - from) * 2 * Long.BYTES);
            LongBuffer rows = packed.asLongBuffer();
            rows.put(keys, from, to - from).put(locations, from, to - from);
            ready.add(new Tuple2<>(ShuffleKey.rows(epochDay, bucket, collarId, group, places++), packed.array()));
        }

        /** Called at the end of a sorted run. There is nothing to do, since the run's records are in {@link #ready}. */
        @Override
        public void close() {}

        private void closeFile() {
            try {
                blocks.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
