package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A standalone Spark cluster of processes on the loopback interface: a master on 127.0.0.1, and workers from 127.0.0.2
 * on, each on its own address. If they shared an address, a surviving worker could read the shuffled files of a dead
 * one from the disk.
 */
final class SparkCluster implements Closeable {
    static final String SECRET = "shared-by-all-of-the-cluster";

    /** For JAVA_TOOL_OPTIONS of a run: options that make short-lived executors start faster. */
    static final String FAST_EXECUTORS =
            "-Dspark.executor.extraJavaOptions=\"-XX:+UseSerialGC -XX:TieredStopAtLevel=1\"";

    private static final String READY = "Spark master at ";
    private static final int FIRST_WORKER = 2;

    private final Path home;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Member> workers = new ArrayList<>();
    /** The executors to kill at the end, including those of killed workers. */
    private final List<ProcessHandle> executors = new ArrayList<>();

    private Member master;
    private String url = "";

    /** A master or a worker. */
    static final class Member {
        private final Process process;
        private final WrittenLines lines;

        private Member(Process process) {
            this.process = process;
            this.lines = WrittenLines.of(process);
        }

        long pid() {
            return process.pid();
        }

        /** Returns its output so far. */
        String written() {
            return lines.text();
        }

        /** Returns its live executors. */
        List<ProcessHandle> executors() {
            return process.descendants().toList();
        }

        /** Sends SIGTERM. */
        void signal() {
            process.toHandle().destroy();
        }

        /** Sends SIGTERM and returns the exit code. */
        int terminate() {
            signal();
            return exitCode();
        }

        /** Waits for the end and returns the exit code. */
        int exitCode() {
            lines.reaches(line -> false);
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** Waits for a line with this beginning and returns it. */
        String awaits(String begin) {
            List<String> found = new ArrayList<>();
            assertThat(lines.reaches(line -> line.startsWith(begin) && found.add(line)))
                    .as("'%s' in what it wrote:%n%s", begin, written())
                    .isTrue();
            return found.get(0);
        }
    }

    /** Starts a master, and returns once it listens. */
    SparkCluster(Path folder, Map<String, String> environment) {
        home = folder.resolve("cluster");
        settings.putAll(environment);
        settings.put("PETTY_SPARK_SECRET", SECRET);
        settings.putAll(PackagedCommand.sparkEnvironment());
        master = startMaster(0);
    }

    private Member startMaster(int port) {
        Member started = start("spark", "master", "--port", String.valueOf(port));
        url = started.awaits(READY).substring(READY.length());
        return started;
    }

    private Member start(String... arguments) {
        List<String> command = PackagedCommand.sparkProcess();
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(settings);
        try {
            // A safeguard in case no test ends it.
            return new Member(LimitedProcess.start(builder, WrittenLines.PATIENCE.multipliedBy(6)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the master's address. */
    String url() {
        return url;
    }

    /** Returns the environment with which a command runs its partitions on this cluster. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put("PETTY_SPARK_MASTER", url);
        return environment;
    }

    /**
     * Starts a worker with one core and memory for one executor of 512 MiB. Returns once the master has accepted it.
     */
    Member startWorker() {
        Member worker = startWorker(Map.of());
        worker.awaits("Spark worker of ");
        return worker;
    }

    /** Starts a worker with other settings and returns immediately. */
    Member startWorker(Map<String, String> environment) {
        Map<String, String> before = new TreeMap<>(settings);
        settings.putAll(environment);
        try {
            Member worker = start(
                    "spark",
                    "worker",
                    url,
                    "--host",
                    "127.0.0." + (FIRST_WORKER + workers.size()),
                    "--cores",
                    "1",
                    "--memory",
                    "512m");
            workers.add(worker);
            return worker;
        } finally {
            settings.clear();
            settings.putAll(before);
        }
    }

    Member master() {
        return master;
    }

    /** Returns the worker with this number in the order of starts, counted from 0. */
    Member worker(int number) {
        return workers.get(number);
    }

    /** Sends SIGKILL to a worker and its executors, as if its machine were lost. */
    void killWithExecutors(int number) {
        Member worker = workers.get(number);
        List<ProcessHandle> lost = worker.executors();
        worker.process.toHandle().destroyForcibly();
        lost.forEach(ProcessHandle::destroyForcibly);
        executors.addAll(lost);
        worker.exitCode();
    }

    /** Sends SIGKILL to only the worker; its executors end by themselves. */
    void kill(int number) {
        Member worker = workers.get(number);
        executors.addAll(worker.executors());
        worker.process.toHandle().destroyForcibly();
        worker.exitCode();
    }

    void killMaster() {
        master.process.toHandle().destroyForcibly();
        master.exitCode();
    }

    /** Replaces a killed master with one at the same address and with the same home. */
    void restartMaster() {
        master = startMaster(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    }

    /** Ends all processes. Kills those that don't end on SIGTERM. */
    @Override
    public void close() {
        List<Member> members = new ArrayList<>(workers);
        members.add(master);
        for (Member member : members) {
            executors.addAll(member.executors());
            member.process.toHandle().destroy();
        }
        for (Member member : members) {
            try {
                if (!member.process.waitFor(WrittenLines.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    member.process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                member.process.destroyForcibly();
            }
        }
        executors.forEach(ProcessHandle::destroyForcibly);
    }
}
