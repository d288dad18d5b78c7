package io.petty.jobs;

import java.util.List;

/** How far the work at hand is, counted by the jobs and shown by whoever started them. */
public final class Progress {
    private Phase phase = new Phase("", "", 0, 0);
    private long done;
    private long readings;
    private long changedNanos = System.nanoTime();
    private List<Executor> executors = List.of();

    /**
     * What another process did of the phase.
     *
     * @param name with where it runs, for people
     * @param done partitions that it finished
     * @param running partitions that it works on
     */
    public record Executor(String name, int done, int running) {}

    /**
     * What is being done.
     *
     * @param name for people, such as {@code Reading raw files of 2026-11-20}
     * @param unit what {@code total} counts, such as {@code files}
     * @param startedNanos by {@link System#nanoTime}
     */
    public record Phase(String name, String unit, long total, long startedNanos) {}

    /** Begins a phase; the counts start again at 0. */
    public synchronized void begin(String name, String unit, long total) {
        done = 0;
        readings = 0;
        executors = List.of();
        changedNanos = System.nanoTime();
        phase = new Phase(name, unit, total, changedNanos);
    }

    /** Counts one more of the phase's units. */
    public void unitDone() {
        unitsDone(1);
    }

    /** Counts more of the phase's units. */
    public synchronized void unitsDone(long count) {
        done += count;
        changedNanos = System.nanoTime();
    }

    /** Counts readings that were worked on. */
    public synchronized void addReadings(long count) {
        readings += count;
        changedNanos = System.nanoTime();
    }

    /** When anything was last begun or counted, by {@link System#nanoTime}: work that hangs counts nothing. */
    public synchronized long changedNanos() {
        return changedNanos;
    }

    /** Takes what executors did; none when this process does the phase's work. */
    public synchronized void executors(List<Executor> now) {
        executors = List.copyOf(now);
    }

    public synchronized List<Executor> executors() {
        return executors;
    }

    public synchronized Phase phase() {
        return phase;
    }

    public synchronized long done() {
        return done;
    }

    public synchronized long readings() {
        return readings;
    }
}
