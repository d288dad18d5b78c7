package io.petty.benchmark;

import io.petty.systemtests.QueueServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Has one, two and four worker processes do the partitions of one day, and compares what they take and give: CPU time of
 * the workers from the start of the run to its end, how long they waited while there was work, and the exports.
 */
final class WorkersBenchmark {
    private static final List<Integer> WORKERS = List.of(1, 2, 4);
    private static final double MOST_CPU = 1.15;
    private static final double MOST_WAITING = 0.05;
    private static final String PASSWORD = "of-the-benchmark";

    private final PrintStream out = System.out;
    private final Path petty;
    private final Path folder;
    private final RawDay day;
    private final List<Double> cpu = new ArrayList<>();

    private WorkersBenchmark(Path root, RawDay day) {
        this.petty = root.resolve("petty");
        this.folder = root.resolve("system-tests/target/benchmark/workers");
        this.day = day;
    }

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        int collars = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        Scratch scratch = new Scratch(root.resolve("system-tests/target/benchmark"));
        scratch.clear();
        scratch.requireRoomFor(collars * WORKERS.size());
        RawDay day = RawDay.of(collars, root.resolve("petty"), scratch, new Stopwatch(scratch.work()));
        new WorkersBenchmark(root, day).measure();
    }

    private void measure() throws Exception {
        String exports = null;
        for (int workers : WORKERS) {
            Scratch.delete(folder);
            Files.createDirectories(folder);
            try (EmbeddedPostgres database = EmbeddedPostgres.start();
                    QueueServer queue = QueueServer.start()) {
                String now = measure(workers, database, environment(database, queue));
                if (exports != null && !now.equals(exports)) {
                    throw new IOException("The exports of %d workers are others than before".formatted(workers));
                }
                exports = now;
            }
        }
        Scratch.delete(folder);
        out.printf(
                "%nExports equal. CPU of %d workers together: %.2f times that of one (at most %.2f)%n",
                WORKERS.get(WORKERS.size() - 1), cpu.get(cpu.size() - 1) / cpu.get(0), MOST_CPU);
    }

    private Map<String, String> environment(EmbeddedPostgres database, QueueServer queue) {
        Map<String, String> environment = new TreeMap<>(queue.environment());
        environment.putAll(Map.of(
                "PETTY_DATABASE_URL",
                        database.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
                "PETTY_DATABASE_USER", "postgres",
                "PETTY_DATABASE_PASSWORD", PASSWORD,
                "PETTY_RAW", day.root().toString(),
                "PETTY_LAKE", folder.resolve("lake").toString(),
                "PETTY_WORK", folder.resolve("work").toString(),
                "PETTY_THREADS", "1"));
        return environment;
    }

    private String measure(int count, EmbeddedPostgres database, Map<String, String> environment) throws Exception {
        List<Process> workers = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                workers.add(ready(start(environment, "worker-" + i, "worker")));
            }
            double before = cpuSeconds(workers);
            long started = System.nanoTime();
            Process run = start(environment, "run", "run");
            String written = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (run.waitFor() != 0) {
                throw new IOException("The run failed: " + written);
            }
            double seconds = (System.nanoTime() - started) / 1e9;
            double used = cpuSeconds(workers) - before;
            cpu.add(used);
            double waiting = waitingShare(database);
            out.printf(
                    "%d workers: %.1f s CPU of theirs, %.1f s in all, waited %.1f %% of the time while there was work (at most %.0f %%)%n",
                    count, used, seconds, waiting * 100, MOST_WAITING * 100);
        } finally {
            for (Process worker : workers) {
                worker.toHandle().destroy();
                worker.onExit().join();
            }
        }
        return export(environment, "timelines") + export(environment, "summaries") + export(environment, "readings");
    }

    private Process start(Map<String, String> environment, String home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(petty.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", folder.resolve(home).toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until a worker takes partitions, and has the rest of its output read away. */
    private static Process ready(Process worker) throws IOException {
        BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8);
        StringBuilder written = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            written.append(line).append('\n');
            if (line.contains("taking partitions")) {
                Thread reader = new Thread(() -> lines.lines().forEach(later -> {}), "worker's output");
                reader.setDaemon(true);
                reader.start();
                return worker;
            }
        }
        throw new IOException("A worker ended: " + written);
    }

    private static double cpuSeconds(List<Process> processes) {
        return processes.stream()
                .map(process -> process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(duration -> duration.toMillis() / 1e3)
                .sum();
    }

    /** The greatest of all workers. */
    private static double waitingShare(EmbeddedPostgres database) throws Exception {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet share = statement.executeQuery(
                        "select max(waited_millis / (waited_millis + busy_millis + 1.0)) from workers")) {
            share.next();
            return share.getDouble(1);
        }
    }

    /** The hash of an export, read while it comes: with all readings it is several gigabytes. */
    private String export(Map<String, String> environment, String table) throws Exception {
        Process export =
                start(environment, "reading", "export", table, "--date", RawDay.DATE.toString(), "--format", "csv");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(export.getInputStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (export.waitFor() != 0) {
            throw new IOException("The export of " + table + " failed");
        }
        return table + " " + HexFormat.of().formatHex(digest.digest()) + "\n";
    }
}
