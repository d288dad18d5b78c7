package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.cli.workspace.ExitCode;
import io.petty.process.FixedPort;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import io.petty.spark.TrialDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the processes of a Spark cluster, and drivers that connect to them. */
class SparkClusterTest {
    private static final String OTHER_SECRET = "known-to-nobody-else";
    private static final Path RAW = Path.of("..", "sample-data", "raw");

    @TempDir
    private Path folder;

    @Test
    void runsPartitionsOnAllWorkersAndStopsTheirExecutors() throws Exception {
        try (SparkCluster cluster = new SparkCluster(folder, Map.of())) {
            SparkCluster.Member first = cluster.startWorker();
            SparkCluster.Member second = cluster.startWorker();

            LimitedProcess.Ended driver = drive(cluster.url(), SparkCluster.SECRET);

            assertThat(driver.code()).as(driver.written()).isZero();
            assertThat(driver.written().lines())
                    .as(driver.written())
                    .filteredOn(line -> line.matches("[0-9]+ on .*"))
                    .extracting(line -> line.split(" ", 2)[0])
                    .containsExactly("0", "1", "4", "9", "16", "25", "36", "49");
            assertThat(driver.written()).contains("127.0.0.2", "127.0.0.3");

            assertThat(first.terminate()).as(first.written()).isEqualTo(ExitCode.DONE);
            assertThat(second.terminate()).as(second.written()).isEqualTo(ExitCode.DONE);
            assertThat(first.executors()).isEmpty();
            assertThat(second.executors()).isEmpty();
            assertThat(cluster.master().terminate())
                    .as(cluster.master().written())
                    .isEqualTo(ExitCode.DONE);
            assertThat(filesLeft()).as("files in the home").isEmpty();
        }
    }

    @Test
    void rejectsDriversAndWorkersWithAnotherSecret() throws Exception {
        try (SparkCluster cluster = new SparkCluster(folder, Map.of())) {
            LimitedProcess.Ended driver = drive(cluster.url(), OTHER_SECRET);
            assertThat(driver.code()).as(driver.written()).isEqualTo(ExitCode.WRONG_USE);
            assertThat(driver.written()).contains("petty.spark.master: " + cluster.url() + " refuses this process");

            SparkCluster.Member worker = cluster.startWorker(Map.of("PETTY_SPARK_SECRET", OTHER_SECRET));
            assertThat(worker.exitCode()).as(worker.written()).isEqualTo(ExitCode.WRONG_USE);
            assertThat(worker.written()).contains("refuses this process");
        }
    }

    @Test
    void aRunFailsAfterTheConfiguredTimeWithoutExecutors() throws Exception {
        try (SparkCluster cluster = new SparkCluster(folder, Map.of())) {
            Map<String, String> environment = cluster.environment();
            environment.put("PETTY_SPARK_EXECUTOR_WAIT", "1s");
            try (PettyProcess run =
                    PettyProcess.start(new PettyHome(folder.resolve("home")), environment, "run", "--raw", RAW)) {
                run.endsWith(ExitCode.FAILED);
                assertThat(run.written())
                        .contains(
                                "The run has had no executor of %s for 1 s (petty.spark.executor-wait): start workers with ./petty spark worker %s,"
                                        .formatted(cluster.url(), cluster.url()));
            }
        }
    }

    @Test
    void aRunFailsImmediatelyIfItsApplicationIsKilledAtTheMaster() throws Exception {
        URI pages = URI.create("http://127.0.0.1:" + FixedPort.next());
        try (SparkCluster cluster =
                new SparkCluster(folder, Map.of("PETTY_SPARK_UI_PORT", String.valueOf(pages.getPort())))) {
            Map<String, String> environment = cluster.environment();
            environment.remove("PETTY_SPARK_UI_PORT");
            PettyHome home = new PettyHome(folder.resolve("home"));
            try (PettyProcess run =
                    PettyProcess.start(home, environment, "run", "--raw", RAW, "--date", "2026-11-17")) {
                run.awaits("Reading raw files of ");
                Matcher application = Pattern.compile("app-\\d+-\\d+")
                        .matcher(ask(HttpRequest.newBuilder(pages)).body());
                assertThat(application.find()).isTrue();
                ask(HttpRequest.newBuilder(pages.resolve("/app/kill/"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("terminate=true&id=" + application.group())));

                run.endsWith(ExitCode.FAILED);
                assertThat(run.written())
                        .contains("2026-11-17 failed: Spark failed: ")
                        .containsAnyOf("ended the application", "removed our application");
            }
        }
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.timeout(WrittenLines.PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theCommandAndSparkUseTheSameLibraryVersions() throws IOException {
        Map<String, String> command = libraries(Path.of("..", "cli", "target", "lib"));
        Map<String, String> spark = libraries(Path.of("..", "spark", "target", "spark-home", "jars"));

        assertThat(spark).hasSizeGreaterThan(100);
        command.keySet().retainAll(spark.keySet());
        spark.keySet().retainAll(command.keySet());
        assertThat(spark).isEqualTo(command);
    }

    /** Returns the versions of a folder's jars, by name. */
    private static Map<String, String> libraries(Path folder) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        try (Stream<Path> jars = Files.list(folder)) {
            jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .forEach(name -> versions.put(name.replaceFirst("-[0-9][^-]*.*", ""), name));
        }
        return versions;
    }

    /** Runs a driver that waits for two cores. The test's class is on its executors' class path. */
    private LimitedProcess.Ended drive(String url, String secret) throws Exception {
        List<String> command = PackagedCommand.sparkCommand(
                TrialDriver.class,
                "-Dspark.cores.max=2",
                "-Dspark.scheduler.minRegisteredResourcesRatio=1.0",
                "-Dspark.scheduler.maxRegisteredResourcesWaitingTime=10min",
                "-Dspark.executor.extraClassPath=" + PackagedCommand.testClasses());
        command.addAll(List.of(url, secret, folder.resolve("trial").toString()));
        return LimitedProcess.run(new ProcessBuilder(command), WrittenLines.PATIENCE);
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cluster").resolve("spark"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
