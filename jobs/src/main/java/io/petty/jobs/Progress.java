package io.petty.jobs;

import java.util.List;

/** Counts the progress of the current work. The jobs update the counts; the command or the scheduler shows them. */
public final class Progress {
    private Phase phase = new Phase("", "", 0, 0);
    private long done;
    private long readings;
    private long changedNanos = System.nanoTime();
    private List<Executor> executors = List.of();

    /**
     * The work of another process in a phase.
     *
     * @param name the name of the process, including its host
     * @param done number of completed partitions
     * @param running number of partitions in progress
     */
    public record Executor(String name, int done, int running) {}

    /**
     * The current part of the work.
     *
     * @param name such as {@code Reading raw files of 2026-11-20}
     * @param unit what {@code total} counts, such as {@code files}
     * @param startedNanos when the phase began, by {@link System#nanoTime}
     */
    public record Phase(String name, String unit, long total, long startedNanos) {}

    /** Begins a phase. The counts start again at 0. */
    public synchronized void begin(String name, String unit, long total) {
        done = 0;
        readings = 0;
        executors = List.of();
        changedNanos = System.nanoTime();
        phase = new Phase(name, unit, total, changedNanos);
    }

    /** Counts one completed unit of the phase. */
    public void unitDone() {
        unitsDone(1);
    }

    /** Counts completed units of the phase. */
    public synchronized void unitsDone(long count) {
        done += count;
        changedNanos = System.nanoTime();
    }

    /** Counts processed readings. */
    public synchronized void addReadings(long count) {
        readings += count;
        changedNanos = System.nanoTime();
    }

    /** Returns the time of the last change, by {@link System#nanoTime}. It stays the same while work hangs. */
    public synchronized long changedNanos() {
        return changedNanos;
    }

    /** Sets the work of other processes; an empty list if this process does all work of the phase. */
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
