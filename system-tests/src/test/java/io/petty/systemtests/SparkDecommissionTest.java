package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import io.petty.spark.TrialDriver;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a run loses no results when a worker receives SIGTERM, for example because its machine is reclaimed. */
class SparkDecommissionTest {
    private static final Path RAW =
            Path.of("..", "sample-data", "raw", "dt=2026-11-17").toAbsolutePath();
    private static final String FINISHING = "petty: the worker's executors finish their partitions";
    private static final String[] TABLES = {"timelines", "summaries", "readings", "rejects"};

    @TempDir
    private static Path shared;

    /** Has only a master between tests. Each test starts its own workers and stops them. */
    private static SparkCluster cluster;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startAMaster() {
        cluster = new SparkCluster(shared, Map.of());
    }

    @AfterAll
    static void stopTheMaster() {
        cluster.close();
    }

    @Test
    void migratesItsShuffledFilesToOtherWorkers() throws Exception {
        Path raw = Files.createDirectories(folder.resolve("raw"));
        Files.createSymbolicLink(raw.resolve(RAW.getFileName()), RAW);
        PettyHome onThreads = new PettyHome(folder.resolve("threads"));
        onThreads.command("run", "--raw", raw);
        PettyHome home = new PettyHome(folder.resolve("home"));
        SparkCluster.Member leaving = cluster.startWorker();
        SparkCluster.Member staying = cluster.startWorker();
        Map<String, String> environment = cluster.environment();
        environment.put("PETTY_SPARK_EXECUTOR_MEMORY", "512m");
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-Dspark.cores.max=2 -Dspark.scheduler.minRegisteredResourcesRatio=1.0"
                        + " -Dspark.scheduler.maxRegisteredResourcesWaitingTime=10min -Dspark.locality.wait=0s");

        try (PettyProcess run =
                PettyProcess.startHeld(home, environment, "rejectsPublication COMPLETED", "run", "--raw", raw)) {
            Map<String, Path> shuffled = shuffled();
            assertThat(shuffled.values().stream().distinct())
                    .as("workers with shuffled files")
                    .hasSize(2);

            assertThat(leaving.terminate()).as(leaving.written()).isEqualTo(ExitCode.DONE);
            assertThat(leaving.written()).contains(FINISHING);
            assertThat(leaving.executors()).isEmpty();
            assertThat(shuffled().keySet())
                    .as("shuffled files of both workers, at the remaining worker")
                    .isEqualTo(shuffled.keySet());

            run.goOn();
            run.endsWith(ExitCode.DONE);
        }
        assertThat(home.exports(TABLES)).isEqualTo(onThreads.exports(TABLES));
        assertThat(staying.terminate()).as(staying.written()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void finishesItsPartitions() throws Exception {
        Path gate = gate();
        SparkCluster.Member worker = cluster.startWorker();
        CompletableFuture<LimitedProcess.Ended> driver = CompletableFuture.supplyAsync(() -> drive(gate));
        try (OutputStream held = open(gate)) {
            worker.signal();
            worker.awaits(FINISHING);
            held.write('.');
        }
        assertEndsInAttempt(0, driver);
        assertThat(worker.exitCode()).as(worker.written()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void endsImmediatelyAtASecondSignal() throws Exception {
        Path gate = gate();
        SparkCluster.Member worker = cluster.startWorker();
        CompletableFuture<LimitedProcess.Ended> driver = CompletableFuture.supplyAsync(() -> drive(gate));
        try (OutputStream held = open(gate)) {
            worker.signal();
            worker.awaits(FINISHING);
            assertThat(worker.terminate()).as(worker.written()).isEqualTo(ExitCode.DONE);
            assertThat(worker.executors()).isEmpty();
        }
        SparkCluster.Member other = cluster.startWorker();
        try (OutputStream held = open(gate)) {
            held.write('.');
        }
        assertEndsInAttempt(1, driver);
        assertThat(other.terminate()).as(other.written()).isEqualTo(ExitCode.DONE);
    }

    private static void assertEndsInAttempt(int attempt, CompletableFuture<LimitedProcess.Ended> driver)
            throws Exception {
        LimitedProcess.Ended ended = driver.get(WrittenLines.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended.code()).as(ended.written()).isZero();
        assertThat(ended.written()).contains("attempt " + attempt + " on ");
    }

    /** Creates a named pipe. It holds the task that reads it. */
    private Path gate() throws Exception {
        Path gate = folder.resolve("gate");
        Process mkfifo = new ProcessBuilder("mkfifo", gate.toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        return gate;
    }

    /** Opens the gate for writing. Returns once a task has opened it for reading. */
    private static OutputStream open(Path gate) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return Files.newOutputStream(gate);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get(WrittenLines.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs a driver with one task, which reads the gate to its end. */
    private static LimitedProcess.Ended drive(Path gate) {
        List<String> command = new ArrayList<>(PackagedCommand.sparkCommand(
                TrialDriver.class, "-Dspark.executor.extraClassPath=" + PackagedCommand.testClasses()));
        Path home = gate.resolveSibling("trial");
        command.addAll(List.of(cluster.url(), SparkCluster.SECRET, home.toString(), gate.toString()));
        try {
            return LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the worker's folder of each shuffled file, by file name. */
    private Map<String, Path> shuffled() throws IOException {
        Path workers = shared.resolve("cluster").resolve("spark");
        Map<String, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(workers)) {
            files.filter(file -> file.getFileName().toString().matches("shuffle_.*\\.(data|index)"))
                    .forEach(file -> found.put(
                            file.getFileName().toString(),
                            workers.relativize(file).getName(0)));
        }
        return found;
    }
}
