package io.petty.jobs.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalEngineTest {
    private static final int THREADS = 3;

    private final StopRequest stop = new StopRequest();
    private final Progress progress = new Progress();
    private final LocalEngine engine = new LocalEngine(THREADS, stop, progress);
    private final RecordedOutcomes outcomes = new RecordedOutcomes();

    /** The square of a number. */
    private record Square(int number) implements PartitionResult {
        @Override
        public long read() {
            return 1;
        }

        @Override
        public long written() {
            return 1;
        }
    }

    /** Collects the outcome of each partition by its name. */
    private static final class RecordedOutcomes implements PartitionOutcomes<Integer, Square> {
        private final Map<String, String> byPartition = new TreeMap<>();
        private final List<String> begun = new ArrayList<>();

        @Override
        public synchronized void began(Partition<Integer> partition) {
            begun.add(partition.name());
        }

        @Override
        public synchronized void completed(Partition<Integer> partition, Square result) {
            record(partition, String.valueOf(result.number()));
        }

        @Override
        public synchronized void failed(Partition<Integer> partition, Throwable reason) {
            record(partition, reason.getClass().getSimpleName());
        }

        private void record(Partition<Integer> partition, String outcome) {
            assertThat(begun).contains(partition.name());
            assertThat(byPartition.put(partition.name(), outcome))
                    .as("an earlier outcome of %s", partition.name())
                    .isNull();
        }
    }

    @AfterEach
    void endThreads() {
        engine.close();
    }

    @Test
    void reportsOneOutcomePerPartitionAndItsCounts() throws Exception {
        engine.run(
                (number, attempt) -> {
                    attempt.unitsDone(1);
                    attempt.addReadings(number);
                    assertThat(attempt.name()).isEqualTo("file-" + number);
                    return new Square(number * number);
                },
                partitions(5),
                outcomes);

        assertThat(outcomes.byPartition)
                .isEqualTo(Map.of("part:0", "0", "part:1", "1", "part:2", "4", "part:3", "9", "part:4", "16"));
        assertThat(progress.done()).isEqualTo(5);
        assertThat(progress.readings()).isEqualTo(10);
    }

    @Test
    void executesAsManyPartitionsAtOnceAsItHasThreads() throws Exception {
        // Each partition waits until all have begun.
        CyclicBarrier all = new CyclicBarrier(THREADS);
        engine.run(
                (number, attempt) -> {
                    all.await();
                    return new Square(number);
                },
                partitions(THREADS),
                outcomes);

        assertThat(outcomes.byPartition.values()).containsExactly("0", "1", "2");
        assertThat(engine.parallelism()).isEqualTo(THREADS);
    }

    @Test
    void executesTheOtherPartitionsIfSomeFail() throws Exception {
        engine.run(
                (number, attempt) -> {
                    if (number == 1) {
                        throw new IllegalArgumentException();
                    }
                    if (number == 2) {
                        throw new StackOverflowError();
                    }
                    return new Square(number);
                },
                partitions(4),
                outcomes);

        assertThat(outcomes.byPartition)
                .isEqualTo(Map.of(
                        "part:0", "0",
                        "part:1", "IllegalArgumentException",
                        "part:2", "StackOverflowError",
                        "part:3", "3"));
    }

    @Test
    void stopsUnfinishedPartitionsAfterAStopRequest() {
        assertThatThrownBy(() -> engine.run(
                        (number, attempt) -> {
                            stop.request();
                            attempt.check();
                            return new Square(number);
                        },
                        partitions(5),
                        outcomes))
                .isInstanceOf(StopRequest.StoppedException.class);

        assertThat(outcomes.byPartition.keySet()).hasSize(5);
        assertThat(outcomes.byPartition.values()).containsOnly("StoppedException");
    }

    @Test
    void throwsAFailureToRecordAnOutcomeAfterAllPartitionsHaveEnded() {
        List<Integer> done = new ArrayList<>();
        PartitionOutcomes<Integer, Square> failing = new PartitionOutcomes<>() {
            @Override
            public void began(Partition<Integer> partition) {}

            @Override
            public void completed(Partition<Integer> partition, Square result) {
                if (result.number() == 0) {
                    throw new IllegalStateException("no database");
                }
                synchronized (done) {
                    done.add(result.number());
                }
            }

            @Override
            public void failed(Partition<Integer> partition, Throwable reason) {
                throw new AssertionError(reason);
            }
        };

        assertThatThrownBy(() -> engine.run((number, attempt) -> new Square(number), partitions(4), failing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no database");
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3);
    }

    private static List<Partition<Integer>> partitions(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Partition<>("part:" + number, "file-" + number, number))
                .toList();
    }
}
