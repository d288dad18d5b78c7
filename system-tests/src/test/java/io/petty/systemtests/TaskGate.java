package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.WrittenLines;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds tasks of Spark executors so that a test can disturb them. A task is held when it begins, or when it has
 * finished but not yet reported to the driver. Other tasks continue immediately.
 */
final class TaskGate implements Closeable {
    private static final Path LOG = Path.of(
                    "src", "test", "resources", "io", "petty", "systemtests", "logback-tasks.xml")
            .toAbsolutePath();

    private final ServerSocket server;
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private final List<Held> all = new ArrayList<>();
    private Pattern asked = Pattern.compile("");
    private int passing;
    private int count;

    /** A task that is held until it is released or its executor is killed. */
    record Held(long executor, String line, Socket socket) {
        void letGo() {
            try (socket) {
                socket.getOutputStream().write('\n');
            } catch (IOException e) {
                // The executor has ended.
            }
        }

        ProcessHandle process() {
            return ProcessHandle.of(executor).orElseThrow();
        }
    }

    TaskGate() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread accepting = new Thread(this::accept, "task gate");
        accepting.setDaemon(true);
        accepting.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                // A separate thread, because an executor that is suspended before it sends its line would block other
                // tasks.
                Thread reading = new Thread(() -> take(socket), "task at the gate");
                reading.setDaemon(true);
                reading.start();
            } catch (IOException e) {
                // The gate was closed.
            }
        }
    }

    private void take(Socket socket) {
        try {
            String told = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (told == null) {
                socket.close();
                return;
            }
            String[] parts = told.split(" ", 2);
            Held task = new Held(Long.parseLong(parts[0]), parts[1], socket);
            if (isAskedFor(task)) {
                held.add(task);
            } else {
                task.letGo();
            }
        } catch (IOException e) {
            // The executor was killed.
        }
    }

    private synchronized boolean isAskedFor(Held task) {
        if (count == 0 || !asked.matcher(task.line()).find()) {
            return false;
        }
        if (passing > 0) {
            passing--;
            return false;
        }
        count--;
        all.add(task);
        return true;
    }

    /** Returns the value of JAVA_TOOL_OPTIONS for a driver whose executors use this gate. */
    String driverOptions() {
        return "-Dspark.executor.extraClassPath=%s -Dspark.executor.extraJavaOptions=\"%s\""
                .formatted(
                        PackagedCommand.testClasses(),
                        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlogback.configurationFile=%s -D%s=%d"
                                .formatted(LOG, TaskGateAppender.GATE, server.getLocalPort()));
    }

    /** Holds the next tasks whose log line contains a match of this pattern. */
    void hold(String line, int tasks) {
        hold(line, 0, tasks);
    }

    /**
     * Holds the next tasks whose log line contains a match of this pattern, after letting {@code pass} such tasks
     * continue.
     */
    synchronized void hold(String line, int pass, int tasks) {
        asked = Pattern.compile(line);
        passing = pass;
        count = tasks;
    }

    /** Waits for the next held task of a run. Fails if the run ends first. */
    Held awaitHeld(PettyProcess run) throws InterruptedException {
        Held task = heldBeforeTheEnd(run);
        assertThat(task)
                .as("a task held at '%s'; the run wrote%n%s", asked, run.written())
                .isNotNull();
        return Objects.requireNonNull(task);
    }

    /** Waits for the next held task of a run. Returns null if the run ends first or takes too long. */
    @Nullable
    Held heldBeforeTheEnd(PettyProcess run) throws InterruptedException {
        long deadline = System.nanoTime() + WrittenLines.PATIENCE.toNanos();
        Held task = null;
        while (task == null && !run.endsWithin(0) && System.nanoTime() < deadline) {
            task = held.poll(1, TimeUnit.SECONDS);
        }
        return task;
    }

    /** Releases all held tasks and stops holding tasks. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (this) {
            count = 0;
            all.forEach(Held::letGo);
        }
    }
}
