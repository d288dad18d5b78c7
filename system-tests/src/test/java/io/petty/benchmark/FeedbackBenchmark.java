package io.petty.benchmark;

import io.petty.storage.S3ProxyServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures how fast feedback is folded: from small files in a folder, and from S3. On S3, it alternates with a bare
 * loop of parallel GETs of the same objects.
 */
final class FeedbackBenchmark {
    private static final int S3_DOCUMENTS = 20_000;
    private static final int ROUNDS = 3;
    private static final String DAY = "2026-11-20";
    private static final String BUCKET = "owners";

    private final PettyCommand petty;
    private final Path folder;
    private final PrintStream out = System.out;
    private List<String> events = List.of();

    private FeedbackBenchmark(Path root) {
        this.folder = root.resolve("system-tests/target/benchmark/feedback");
        this.petty = new PettyCommand(root.resolve("petty"), folder.resolve("log"));
    }

    public static void main(String[] arguments) throws Exception {
        int documents = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        FeedbackBenchmark benchmark = new FeedbackBenchmark(Path.of(arguments[0]));
        try {
            benchmark.prepare();
            benchmark.folder(documents);
            benchmark.s3();
        } finally {
            Scratch.delete(benchmark.folder);
        }
    }

    private void prepare() throws Exception {
        Scratch.delete(folder);
        Files.createDirectories(folder);
        petty.run(
                Map.of(),
                "generate",
                "--out",
                path("raw"),
                "--date",
                DAY,
                "--collars",
                "1000",
                "--seed",
                "4",
                "--still-cadence",
                "PT2M",
                "--active-cadence",
                "PT30S");
        petty.run(Map.of(), "run", "--home", path("home"), "--raw", path("raw"), "--date", DAY);
        petty.run(
                Map.of(),
                "export",
                "timelines",
                "--home",
                path("home"),
                "--date",
                DAY,
                "--format",
                "csv",
                "--out",
                path("events.csv"));
        try (Stream<String> lines = Files.lines(folder.resolve("events.csv"))) {
            events = lines.skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
        }
    }

    private void folder(int documents) throws Exception {
        write(folder.resolve("documents"), documents);
        double empty = petty.run(Map.of(), "run", "--home", path("home"), "--date", DAY);
        double seconds =
                petty.run(Map.of(), "run", "--home", path("home"), "--date", DAY, "--feedback", path("documents"));
        double again = petty.run(Map.of(), "run", "--home", path("home"), "--date", DAY);
        out.printf(
                "%,d documents from a folder: %.1f s, %,.0f a second (goal: 10,000);"
                        + " a run without documents takes %.1f s, a run with unchanged documents %.1f s%n",
                documents, seconds, documents / seconds, empty, again);
        Scratch.delete(folder.resolve("documents"));
    }

    private void s3() throws Exception {
        Path store = Files.createDirectories(folder.resolve("s3"));
        for (int round = 0; round < ROUNDS; round++) {
            write(store.resolve(BUCKET).resolve("round-" + round), S3_DOCUMENTS);
        }
        double[] bare = new double[ROUNDS];
        double[] petties = new double[ROUNDS];
        double[] empties = new double[ROUNDS];
        try (S3ProxyServer server = S3ProxyServer.start(store)) {
            Map<String, String> environment = Map.of(
                    "AWS_ACCESS_KEY_ID",
                    S3ProxyServer.ACCESS_KEY,
                    "AWS_SECRET_ACCESS_KEY",
                    S3ProxyServer.SECRET_KEY,
                    "PETTY_S3_ENDPOINT",
                    server.endpoint().toString(),
                    "PETTY_S3_PATH_STYLE",
                    "true");
            // Also warms up the server.
            bareLoop(environment, "round-0");
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bareLoop(environment, "round-" + round);
                petties[round] = petty.run(
                        environment,
                        "run",
                        "--home",
                        path("home"),
                        "--date",
                        DAY,
                        "--feedback",
                        "s3://" + BUCKET + "/round-" + round);
                phases(round);
                empties[round] = petty.run(environment, "run", "--home", path("home"), "--date", DAY);
            }
        }
        double ofBare = median(bare);
        double ofPetty = median(petties);
        double ofEmpty = median(empties);
        out.printf(
                "%,d documents from S3, medians of %d: bare loop of %d parallel GETs %.1f s (%,.0f a second), petty run"
                        + " %.1f s (%,.0f), a run with unchanged documents %.1f s%n",
                S3_DOCUMENTS,
                ROUNDS,
                BareLoop.PARALLEL,
                ofBare,
                S3_DOCUMENTS / ofBare,
                ofPetty,
                S3_DOCUMENTS / ofPetty,
                ofEmpty);
        out.printf(
                "Rate relative to the bare loop: %.2f; %.2f after subtracting a run with unchanged documents"
                        + " (goal: 0.7)%n",
                ofBare / ofPetty, ofBare / (ofPetty - ofEmpty));
    }

    /**
     * Runs the loop in a separate process with the Java options of {@code ./petty}. Returns the seconds that it prints.
     */
    private double bareLoop(Map<String, String> environment, String prefix) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:NewRatio=1",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareLoop.class.getName(),
                        BUCKET,
                        prefix)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        String log = Files.readString(folder.resolve("log"));
        if (code != 0) {
            throw new IOException("The bare loop ended with %d: %s".formatted(code, log));
        }
        return Double.parseDouble(
                log.strip().lines().reduce((first, last) -> last).orElseThrow());
    }

    private void write(Path below, int documents) throws IOException {
        for (int i = 0; i < documents; i++) {
            Path place = below.resolve("%04d".formatted(i / 1000));
            if (i % 1000 == 0) {
                Files.createDirectories(place);
            }
            String document = ("{\"feedback_id\":\"%s-%d\",\"event_id\":\"%s\",\"user_feedback\":\"%s\","
                            + "\"timestamp\":\"2026-11-21T%02d:%02d:00Z\",\"user_id\":\"owner-%d\"}")
                    .formatted(
                            below.getFileName(),
                            i,
                            events.get(i % events.size()),
                            i % 7 == 0 ? "negative" : "positive",
                            i % 24,
                            i % 60,
                            i / events.size());
            Files.write(place.resolve(i + ".json"), document.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Prints the durations of the previous run's phases. */
    private void phases(int round) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            lines.filter(line -> line.contains("eedback ") && line.contains(" s  "))
                    .forEach(line -> out.printf("  round %d: %s%n", round + 1, line));
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
