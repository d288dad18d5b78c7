package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database, a queue and folders that runs and workers share, each of which is a process with a home of its own, as on
 * machines of their own.
 */
final class WorkerFleet implements Closeable {
    private static final String PASSWORD = "of-the-fleet";

    private final Path folder;
    private final EmbeddedPostgres database;
    private final QueueServer queue;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<PettyProcess> processes = new ArrayList<>();
    private int homes;

    WorkerFleet(Path folder, Path raw, Path feedback) throws IOException {
        this.folder = folder;
        this.database = EmbeddedPostgres.start();
        this.queue = QueueServer.start();
        settings.putAll(queue.environment());
        settings.putAll(Map.of(
                "PETTY_DATABASE_URL",
                database.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
                "PETTY_DATABASE_USER",
                "postgres",
                "PETTY_DATABASE_PASSWORD",
                PASSWORD,
                "PETTY_RAW",
                raw.toString(),
                "PETTY_FEEDBACK",
                feedback.toString(),
                "PETTY_LAKE",
                folder.resolve("lake").toString(),
                "PETTY_WORK",
                folder.resolve("shared").toString(),
                "PETTY_USER_KEY_SECRET",
                "of all homes",
                "PETTY_THREADS",
                "1",
                "PETTY_WORKERS_IDLE_LIMIT",
                "60s"));
    }

    QueueServer queue() {
        return queue;
    }

    EmbeddedPostgres database() {
        return database;
    }

    /** A setting of all processes that are started from now on, as an environment variable. */
    WorkerFleet with(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Starts a process with a home of its own. */
    PettyProcess start(Object... arguments) {
        PettyProcess process =
                PettyProcess.start(new PettyHome(folder.resolve("home-" + homes++)), settings, arguments);
        processes.add(process);
        return process;
    }

    /** Starts a worker, and returns once it takes partitions. */
    PettyProcess startWorker() {
        PettyProcess worker = start("worker");
        assertThat(worker.reaches(line -> line.contains("taking partitions")))
                .as(worker.written())
                .isTrue();
        // What it writes later must not fill the pipe.
        Thread reader = new Thread(() -> worker.reaches(line -> false), "worker's output");
        reader.setDaemon(true);
        reader.start();
        return worker;
    }

    /** Whether a day's timelines can be read. */
    boolean isPublished(LocalDate day) {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                PreparedStatement question =
                        connection.prepareStatement("select count(*) from published_days where event_day = ?")) {
            question.setObject(1, day);
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && answer.getInt(1) == 1;
            }
        } catch (SQLException e) {
            // Nothing is published before there are tables.
            return false;
        }
    }

    /** What a command writes to its results, which must end well; run in this process. */
    String command(String command, Object... options) {
        Map<String, String> properties = Map.of(
                "petty.database.url", settings.get("PETTY_DATABASE_URL"),
                "petty.database.user", settings.get("PETTY_DATABASE_USER"),
                "petty.database.password", settings.get("PETTY_DATABASE_PASSWORD"),
                "petty.lake", settings.get("PETTY_LAKE"),
                "petty.raw", settings.get("PETTY_RAW"),
                "petty.user-key-secret", settings.get("PETTY_USER_KEY_SECRET"));
        properties.forEach(System::setProperty);
        try {
            return new PettyHome(folder.resolve("reading")).command(command, options);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Override
    public void close() {
        processes.forEach(PettyProcess::close);
        queue.close();
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
