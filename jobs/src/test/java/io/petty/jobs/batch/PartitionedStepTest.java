package io.petty.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.partition.Attempt;
import io.petty.jobs.partition.LocalEngine;
import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import io.petty.lake.database.LakeDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests how a step executes its partitions and records them in a database. */
class PartitionedStepTest {
    private static final int THREADS = 2;
    private static final int PARTITIONS = 4;
    private static final AtomicLong INSTANCES = new AtomicLong();

    private static LakeDatabase database;
    private static BatchInfrastructure batch;
    private static JobRepository repository;

    private final StopRequest stop = new StopRequest();
    private final LocalEngine engine = new LocalEngine(THREADS, stop, new Progress());
    private final ConcurrentSkipListSet<Integer> done = new ConcurrentSkipListSet<>();
    private final List<StepExecutionListener> listeners = new ArrayList<>();
    private final String job = "job-" + INSTANCES.incrementAndGet();

    /** The partition that fails; null for none. */
    private @Nullable Integer failing;

    private Consumer<Integer> during = number -> {};

    @BeforeAll
    static void openDatabase(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
        batch = BatchInfrastructure.over(database);
        repository = batch.repository();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @AfterEach
    void endThreads() {
        engine.close();
    }

    /** The square of a number. */
    private record Square(int number) implements PartitionResult {
        @Override
        public long read() {
            return 10L + number;
        }

        @Override
        public long written() {
            return 20L + number;
        }
    }

    /** Squares numbers. Each number is a partition, and there are several per thread. */
    private final class Squares implements PartitionPlan<Integer, Square> {
        private final int perThread;

        private Squares(int perThread) {
            this.perThread = perThread;
        }

        @Override
        public List<Integer> inputs(StepExecution step, int parallelism) {
            return IntStream.range(0, perThread * parallelism).boxed().toList();
        }

        @Override
        public PartitionWork<Integer, Square> work(StepExecution step) {
            return PartitionedStepTest.this::square;
        }
    }

    private Square square(Integer number, Attempt attempt) throws IOException {
        during.accept(number);
        if (number.equals(failing)) {
            throw new IOException("the disk is full");
        }
        attempt.check();
        assertThat(done.add(number)).as("%d is squared once", number).isTrue();
        return new Square(number * number);
    }

    @Test
    void recordsEachResultTogetherWithTheCompletionOfItsPartition() {
        JobExecution ended = run(1);

        assertThat(ended.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(recorded(ended))
                .isEqualTo(Map.of("0000", "COMPLETED", "0001", "COMPLETED", "0002", "COMPLETED", "0003", "COMPLETED"));
        assertThat(results(ended)).containsExactly(0, 1, 4, 9);
        for (StepExecution partition : partitions(ended)) {
            int number = Partitions.input(partition, Integer.class);
            assertThat(partition.getReadCount()).isEqualTo(10 + number * number);
            assertThat(partition.getWriteCount()).isEqualTo(20 + number * number);
        }
        StepExecution step = step(ended);
        assertThat(step.getReadCount()).isEqualTo(4 * 10 + 14);
        assertThat(step.getWriteCount()).isEqualTo(4 * 20 + 14);
    }

    @Test
    void aStepWithoutPartitionsIsCompleted() {
        assertThat(run(1, 0).getStatus()).isEqualTo(BatchStatus.COMPLETED);
    }

    @Test
    void aFailedPartitionDoesNotEndTheOthersAndTheNextRunExecutesOnlyThatOne() {
        failing = 2;
        JobExecution failed = run(1);

        assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
        assertThat(recorded(failed))
                .isEqualTo(Map.of("0000", "COMPLETED", "0001", "COMPLETED", "0002", "FAILED", "0003", "COMPLETED"));
        assertThat(results(failed)).containsExactly(0, 1, 9);
        assertThat(failed.getAllFailureExceptions())
                .extracting(Throwable::getMessage)
                .contains("the disk is full");

        failing = null;
        JobExecution again = run(2);

        assertThat(again.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(recorded(again)).isEqualTo(Map.of("0002", "COMPLETED"));
        assertThat(results(again)).containsExactly(0, 1, 4, 9);
        assertThat(done).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRestartOnFewerOrMoreThreadsKeepsThePartitionsOfTheFirstRun() {
        failing = 3;
        run(1);
        for (int threads : new int[] {1, 3}) {
            try (LocalEngine other = new LocalEngine(threads, stop, new Progress())) {
                assertThat(recorded(run(2, PARTITIONS / THREADS, other))).isEqualTo(Map.of("0003", "FAILED"));
            }
        }
        failing = null;

        JobExecution again = run(3);

        assertThat(recorded(again)).isEqualTo(Map.of("0003", "COMPLETED"));
        assertThat(results(again)).containsExactly(0, 1, 4, 9);
    }

    @Test
    void theNextRunExecutesStoppedPartitions() {
        during = number -> {
            if (number == 1) {
                stop.request();
            }
        };
        JobExecution stopped;
        try (LocalEngine one = new LocalEngine(1, stop, new Progress())) {
            stopped = run(1, PARTITIONS, one);
        }
        assertThat(stopped.getStatus()).isEqualTo(BatchStatus.STOPPED);
        assertThat(recorded(stopped))
                .isEqualTo(Map.of("0000", "COMPLETED", "0001", "STOPPED", "0002", "STOPPED", "0003", "STOPPED"));
        assertThat(results(stopped)).containsExactly(0);

        during = number -> {};
        JobExecution again;
        try (LocalEngine one = new LocalEngine(1, new StopRequest(), new Progress())) {
            again = run(2, PARTITIONS, one);
        }
        assertThat(again.getStatus()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(recorded(again)).isEqualTo(Map.of("0001", "COMPLETED", "0002", "COMPLETED", "0003", "COMPLETED"));
        assertThat(results(again)).containsExactly(0, 1, 4, 9);
    }

    @Test
    void aRolledBackResultIsNotRecordedAsCompleted() {
        // Another writer changes the record of a partition. The update of the record therefore fails, after the result
        // was written in the same transaction.
        listeners.add(new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                if (step.getStepName().endsWith(":0001")) {
                    int changed = JdbcClient.create(database.dataSource())
                            .sql("update batch_step_execution set version = version + 1 where step_execution_id = ?")
                            .param(step.getId())
                            .update();
                    assertThat(changed).isOne();
                }
            }
        });

        JobExecution ended = run(1);

        assertThat(ended.getStatus().isUnsuccessful()).isTrue();
        assertThat(recorded(ended)).containsEntry("0001", "STARTING").containsEntry("0000", "COMPLETED");
        assertThat(results(ended)).containsExactly(0, 4, 9);
        assertThat(partitions(ended))
                .filteredOn(partition -> partition.getStatus() != BatchStatus.COMPLETED)
                .allSatisfy(
                        partition -> assertThat(partition.getExecutionContext().containsKey("petty.result"))
                                .isFalse());
    }

    @Test
    void callsListenersForTheStepAndEachPartitionWithTheirCounts() {
        Map<String, String> ended = new TreeMap<>();
        TreeSet<String> began = new TreeSet<>();
        listeners.add(new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                synchronized (ended) {
                    began.add(step.getStepName());
                }
            }

            @Override
            public @Nullable ExitStatus afterStep(StepExecution step) {
                synchronized (ended) {
                    ended.put(step.getStepName(), step.getStatus() + " " + step.getReadCount());
                }
                return null;
            }
        });
        failing = 0;
        run(1);

        assertThat(ended)
                .isEqualTo(Map.of(
                        "squares",
                        "FAILED 44",
                        "squares:0000",
                        "FAILED 0",
                        "squares:0001",
                        "COMPLETED 11",
                        "squares:0002",
                        "COMPLETED 14",
                        "squares:0003",
                        "COMPLETED 19"));
        assertThat(began).isEqualTo(ended.keySet());
    }

    private JobExecution run(long run) {
        return run(run, PARTITIONS / THREADS);
    }

    private JobExecution run(long run, int perThread) {
        return run(run, perThread, engine);
    }

    /**
     * Starts the job, or restarts it if an earlier run didn't complete it. Returns its state in the database
     * afterwards.
     */
    private JobExecution run(long run, int perThread, LocalEngine engine) {
        JobSteps steps = new JobSteps(batch, engine, listeners);
        JobParameters parameters = BatchRun.ingest(run, 1, "inputs", LocalDate.EPOCH);
        JobInstance instance = repository.getJobInstance(job, parameters);
        if (instance == null) {
            instance = repository.createJobInstance(job, parameters);
        }
        JobExecution execution = repository.createJobExecution(instance, parameters, new ExecutionContext());
        Job built = new JobBuilder(job, repository)
                .start(steps.partitioned("squares", "squares", Integer.class, new Squares(perThread)))
                .build();
        try {
            built.execute(execution);
        } catch (JobInterruptedException e) {
            throw new AssertionError(e);
        }
        JobExecution ended = Objects.requireNonNull(repository.getJobExecution(execution.getId()));
        execution.getAllFailureExceptions().forEach(ended::addFailureException);
        return ended;
    }

    private static StepExecution step(JobExecution execution) {
        return execution.getStepExecutions().stream()
                .filter(step -> step.getStepName().equals("squares"))
                .findFirst()
                .orElseThrow();
    }

    private static List<StepExecution> partitions(JobExecution execution) {
        return execution.getStepExecutions().stream()
                .filter(step -> step.getStepName().contains(":"))
                .toList();
    }

    /** Returns the status of each partition that the execution began, by its number. */
    private static Map<String, String> recorded(JobExecution execution) {
        Map<String, String> recorded = new TreeMap<>();
        for (StepExecution step : partitions(execution)) {
            recorded.put(
                    step.getStepName().replaceFirst(".*:", ""), step.getStatus().toString());
        }
        return recorded;
    }

    private static List<Integer> results(JobExecution execution) {
        return Partitions.results(repository, step(execution), Square.class).stream()
                .map(Square::number)
                .toList();
    }
}
