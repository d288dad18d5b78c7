package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.scheduler.Petty;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database, a queue and folders that runs and workers share, each of which is a process with a home of its own, as on
 * machines of their own.
 */
final class WorkerFleet implements Closeable {
    private static final String PASSWORD = "of-the-fleet";

    private final Path folder;
    private final PostgresDatabase database;
    private final QueueServer queue;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<PettyProcess> processes = new ArrayList<>();
    private int homes;

    WorkerFleet(Path folder, Path raw, Path feedback) throws SQLException {
        this.folder = folder;
        this.database = PostgresDatabase.create();
        this.queue = QueueServer.start();
        settings.putAll(queue.properties());
        settings.putAll(Map.of(
                "petty.database.url",
                database.url(),
                "petty.database.user",
                PostgresDatabase.USER,
                "petty.database.password",
                PASSWORD,
                "petty.raw",
                raw.toString(),
                "petty.feedback",
                feedback.toString(),
                "petty.lake",
                folder.resolve("lake").toString(),
                "petty.work",
                folder.resolve("shared").toString(),
                "petty.user-key-secret",
                "of all homes",
                "petty.threads",
                "1",
                // Never by itself, however long the others take to start.
                "petty.workers.idle-limit",
                "0"));
    }

    QueueServer queue() {
        return queue;
    }

    /** A setting of all commands that are started from now on. */
    WorkerFleet with(String property, Object value) {
        settings.put(property, value.toString());
        return this;
    }

    /** Starts a process with a home of its own. */
    PettyProcess start(Object... arguments) {
        PettyProcess process =
                PettyProcess.start(new PettyHome(folder.resolve("home-" + homes++)), environment(), arguments);
        processes.add(process);
        return process;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(queue.environment());
        settings.forEach((property, value) -> {
            if (property.startsWith("petty.")) {
                environment.put(property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value);
            }
        });
        return environment;
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
        try (Connection connection = DriverManager.getConnection(database.url(), PostgresDatabase.USER, PASSWORD);
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

    /** Runs a command in this process, which must end well, and returns what it printed. */
    String command(String command, Object... options) {
        return attempt(command, options).endsWith(Petty.DONE).out();
    }

    /** Runs a command in this process, one at a time, and returns it whatever its exit code. */
    CommandRun attempt(String command, Object... options) {
        Map<String, String> properties = Map.copyOf(settings);
        properties.forEach(System::setProperty);
        try {
            return new PettyHome(folder.resolve("home")).attempt(command, options);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Override
    public void close() {
        processes.forEach(PettyProcess::close);
        queue.close();
    }
}
