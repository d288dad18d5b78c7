package io.petty.spark;

import io.micrometer.core.instrument.MeterRegistry;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.NewFile;
import io.petty.jobs.bucket.BucketPartition;
import io.petty.jobs.ingest.RawFilePartition;
import io.petty.jobs.ingest.RawFilesWork;
import io.petty.jobs.ingest.ReadingsWork;
import io.petty.jobs.partition.Partition;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.partition.PartitionFailedException;
import io.petty.jobs.partition.PartitionOutcomes;
import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import io.petty.raw.Reject;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.iceberg.DataFile;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * Executes partitions on a Spark cluster. A partition is a task: Spark retries it if it fails or its executor is lost,
 * and reports only one result to the driver. Readings go from raw files to the readings table through Spark's shuffle.
 */
public final class SparkEngine implements PartitionEngine {
    /** Several tasks per core, so that cores aren't idle for long if some tasks take longer than others. */
    private static final int TASKS_PER_CORE = 3;

    /**
     * The minimum number of tasks on a cluster. More executors may join after a step is divided, and a superfluous task
     * costs only a few milliseconds.
     */
    private static final int LEAST_TASKS = 64;

    private final Supplier<SparkDriver> opening;
    private final StopRequest stop;
    private final Progress progress;
    private final Executors executors;
    private final ExecutorWait wait;
    private @Nullable SparkDriver driver;
    private @Nullable Ingestion ingestion;

    /** The shuffle of one delivery day's readings. */
    private record Ingestion(
            List<RawFilePartition> groups,
            Broadcast<RawFilesWork> work,
            RDD<Tuple2<ShuffleKey, Serializable>> shuffled) {
        /** Frees the data that was sent to executors. Spark frees the shuffled blocks once nothing refers to them. */
        private void end() {
            work.destroy();
        }
    }

    /**
     * Creates an engine that connects on first use.
     *
     * @param opening connects to the cluster when the first partition needs it
     * @param executorWait maximum time without an executor, after which a step fails
     * @param figures the registry for the metrics {@code petty.spark.*}
     */
    public SparkEngine(
            Supplier<SparkDriver> opening,
            Duration executorWait,
            MeterRegistry figures,
            StopRequest stop,
            Progress progress) {
        this.opening = opening;
        this.stop = stop;
        this.progress = progress;
        this.executors = new Executors(figures);
        this.wait = new ExecutorWait(executorWait);
    }

    private JavaSparkContext context() {
        if (driver != null && driver.context().sc().isStopped()) {
            // Spark ended the application. The next days may succeed with a new application.
            try {
                driver.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            driver = null;
            ingestion = null;
            wait.begin();
            executors.forget();
        }
        if (driver == null) {
            driver = opening.get();
            driver.context().sc().addSparkListener(executors);
        }
        return driver.context();
    }

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public int parallelism() {
        int tasks = TASKS_PER_CORE * context().defaultParallelism();
        return context().isLocal() ? tasks : Math.max(LEAST_TASKS, tasks);
    }

    /** The casts are safe, since the type of the work determines the types of its inputs and results. */
    @Override
    @SuppressWarnings("unchecked")
    public <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes)
            throws Exception {
        if (work instanceof RawFilesWork rawFiles) {
            readRawFiles(rawFiles, (List<Partition<RawFilePartition>>) (List<?>) partitions, (PartitionOutcomes<
                            RawFilePartition, RawFilePartition.Result>)
                    outcomes);
        } else if (work instanceof ReadingsWork readings) {
            writeReadings(readings, (List<Partition<BucketPartition>>) (List<?>) partitions, (PartitionOutcomes<
                            BucketPartition, ReadingsWork.Result>)
                    outcomes);
        } else {
            runTasks(work, partitions, outcomes);
        }
    }

    private <I extends Serializable, R extends PartitionResult> void runTasks(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes)
            throws Exception {
        Broadcast<PartitionWork<I, R>> sent = context().broadcast(work);
        try {
            SparkAttempt.Counts counts = jobs().counts();
            JavaRDD<Partition<I>> tasks = context().parallelize(partitions, partitions.size());
            Recorder<I, R> recorder = new Recorder<>(partitions, outcomes);
            jobs().run(
                            tasks.rdd(),
                            new PartitionTask<>(sent, counts),
                            SparkJobs.all(partitions.size()),
                            counts,
                            recorder);
        } finally {
            sent.destroy();
        }
    }

    /** Executes one partition. */
    private record PartitionTask<I extends Serializable, R extends PartitionResult>(
            Broadcast<PartitionWork<I, R>> work, SparkAttempt.Counts counts)
            implements SparkJobs.Task<Partition<I>, R> {
        @Override
        public R run(Iterator<Partition<I>> partitions, TaskContext context) throws Exception {
            Partition<I> partition = partitions.next();
            return work.value().run(partition.input(), new SparkAttempt(partition.fileName(), context, counts));
        }
    }

    private void readRawFiles(
            RawFilesWork work,
            List<Partition<RawFilePartition>> partitions,
            PartitionOutcomes<RawFilePartition, RawFilePartition.Result> outcomes)
            throws Exception {
        SparkAttempt.Counts counts = jobs().counts();
        endIngestion();
        Ingestion begun = ingestion(work, partitions, counts);
        ingestion = begun;
        List<String> fileNames = partitions.stream().map(Partition::fileName).toList();
        Recorder<RawFilePartition, RawFilePartition.Result> recorder = new Recorder<>(partitions, outcomes);
        SparkJobs.Recorder<GroupOutcomes> summary = new SparkJobs.Recorder<>() {
            @Override
            public void began() {
                recorder.began();
            }

            @Override
            public void ended(int task, TaskOutcome<GroupOutcomes> outcome) {
                GroupOutcomes groups = outcome.result();
                for (int group = 0; group < partitions.size(); group++) {
                    recorder.ended(
                            group,
                            groups == null
                                    ? new TaskOutcome<>(null, outcome.failure())
                                    : groups.outcomes().get(group));
                }
            }

            @Override
            public void failedAll(Throwable reason) {
                recorder.failedAll(reason);
            }
        };
        jobs().run(
                        begun.shuffled(),
                        new Summary(begun.work(), fileNames),
                        List.of(work.buckets().count()),
                        counts,
                        summary);
    }

    private Ingestion ingestion(
            RawFilesWork work, List<Partition<RawFilePartition>> partitions, SparkAttempt.Counts counts) {
        List<ReadRawGroup.Group> groups = new ArrayList<>();
        for (Partition<RawFilePartition> partition : partitions) {
            groups.add(new ReadRawGroup.Group(groups.size(), partition));
        }
        Broadcast<RawFilesWork> sent = context().broadcast(work);
        RDD<Tuple2<ShuffleKey, Serializable>> shuffled = context()
                .parallelize(groups, groups.size())
                .mapPartitionsToPair(new ReadRawGroup(sent, counts))
                .repartitionAndSortWithinPartitions(
                        new BucketPartitioner(work.buckets().count()))
                .rdd();
        return new Ingestion(partitions.stream().map(Partition::input).toList(), sent, shuffled);
    }

    /** The outcomes of the groups of raw files, in their order. */
    private record GroupOutcomes(List<TaskOutcome<RawFilePartition.Result>> outcomes) implements Serializable {}

    /** Writes the rejects of all groups, and combines their counts. */
    private record Summary(Broadcast<RawFilesWork> work, List<String> fileNames)
            implements SparkJobs.Task<Tuple2<ShuffleKey, Serializable>, GroupOutcomes> {
        @Override
        public GroupOutcomes run(Iterator<Tuple2<ShuffleKey, Serializable>> records, TaskContext context)
                throws IOException {
            List<TaskOutcome<RawFilePartition.Result>> results = new ArrayList<>();
            @Nullable NewFile<Reject> file = null;
            try {
                while (records.hasNext()) {
                    Tuple2<ShuffleKey, Serializable> next = records.next();
                    if (file == null) {
                        file = work.value()
                                .rejectFile(fileNames.get(next._1().group()) + "-attempt-" + context.taskAttemptId());
                    }
                    if (next._2() instanceof RawFilePartition.Result counts) {
                        List<DataFile> rejects = file.finish();
                        file = null;
                        results.add(TaskOutcome.completed(
                                new RawFilePartition.Result(counts.files(), List.of(), counts.eventDays(), rejects)));
                    } else if (next._2() instanceof TaskOutcome.Failure failure) {
                        file.close();
                        file = null;
                        results.add(TaskOutcome.failed(failure));
                    } else {
                        file.write(rejects(next._2()));
                    }
                }
            } finally {
                if (file != null) {
                    file.close();
                }
            }
            if (results.size() != fileNames.size()) {
                throw new IllegalStateException(
                        "%d of %d groups of raw files were counted".formatted(results.size(), fileNames.size()));
            }
            return new GroupOutcomes(results);
        }

        @SuppressWarnings("unchecked")
        private static List<Reject> rejects(Serializable rejects) {
            return (List<Reject>) rejects;
        }
    }

    private void writeReadings(
            ReadingsWork work,
            List<Partition<BucketPartition>> partitions,
            PartitionOutcomes<BucketPartition, ReadingsWork.Result> outcomes)
            throws Exception {
        SparkAttempt.Counts counts = jobs().counts();
        Ingestion begun = ingestion;
        if (begun == null || !begun.groups().equals(work.groups())) {
            // An earlier run read the raw files but didn't finish, and its shuffle no longer exists.
            List<Partition<RawFilePartition>> again = work.groups().stream()
                    .map(group -> new Partition<>("rawFiles", "rawFiles", group))
                    .toList();
            endIngestion();
            begun = ingestion(work.rawFiles(), again, jobs().counts());
            ingestion = begun;
        }
        Broadcast<ReadingsWork> sent = context().broadcast(work);
        List<String> fileNames = partitions.stream().map(Partition::fileName).toList();
        List<BucketPartition> ranges = partitions.stream().map(Partition::input).toList();
        try {
            jobs().run(
                            new BucketRanges(begun.shuffled(), ranges),
                            new WriteReadings(sent, fileNames, counts),
                            SparkJobs.all(ranges.size()),
                            counts,
                            new Recorder<>(partitions, outcomes));
        } finally {
            sent.destroy();
            endIngestion();
        }
    }

    private void endIngestion() {
        if (ingestion != null) {
            ingestion.end();
            ingestion = null;
        }
    }

    private record WriteReadings(Broadcast<ReadingsWork> work, List<String> fileNames, SparkAttempt.Counts counts)
            implements SparkJobs.Task<BucketRanges.Buckets, ReadingsWork.Result> {
        @Override
        public ReadingsWork.Result run(Iterator<BucketRanges.Buckets> buckets, TaskContext context) throws IOException {
            SparkAttempt attempt = new SparkAttempt(fileNames.get(context.partitionId()), context, counts);
            return work.value().write(new ShuffledCollarDays(buckets.next(), attempt), attempt);
        }
    }

    private SparkJobs jobs() {
        return new SparkJobs(context().sc(), executors, wait, stop, progress);
    }

    @Override
    public void close() throws IOException {
        executors.close();
        if (driver != null) {
            driver.close();
        }
    }

    /** Reports outcomes by the index of their partition in the given list. */
    private static final class Recorder<I extends Serializable, R extends Serializable>
            implements SparkJobs.Recorder<R> {
        private final List<Partition<I>> partitions;
        private final PartitionOutcomes<I, ? super R> outcomes;
        private final boolean[] reported;

        private Recorder(List<Partition<I>> partitions, PartitionOutcomes<I, ? super R> outcomes) {
            this.partitions = partitions;
            this.outcomes = outcomes;
            this.reported = new boolean[partitions.size()];
        }

        @Override
        public void began() {
            keepingLogFields(() -> partitions.forEach(outcomes::began));
        }

        @Override
        public void ended(int task, TaskOutcome<R> outcome) {
            reported[task] = true;
            Partition<I> partition = partitions.get(task);
            TaskOutcome.Failure failure = outcome.failure();
            if (failure == null) {
                R result = Objects.requireNonNull(outcome.result());
                keepingLogFields(() -> outcomes.completed(partition, result));
            } else {
                PartitionFailedException reason =
                        new PartitionFailedException(partition.name(), failure.attempts(), failure.reason());
                keepingLogFields(() -> outcomes.failed(partition, reason));
            }
        }

        /**
         * Restores the thread's log fields after a report. The same thread runs the step itself, and the step's log
         * lines must name the step, not one of its partitions.
         */
        private static void keepingLogFields(Runnable report) {
            Map<String, String> fields = MDC.getCopyOfContextMap();
            try {
                report.run();
            } finally {
                MDC.setContextMap(fields == null ? Map.of() : fields);
            }
        }

        @Override
        public void failedAll(Throwable reason) {
            for (int task = 0; task < reported.length; task++) {
                if (!reported[task]) {
                    reported[task] = true;
                    Partition<I> partition = partitions.get(task);
                    keepingLogFields(() -> outcomes.failed(partition, reason));
                }
            }
        }
    }
}
