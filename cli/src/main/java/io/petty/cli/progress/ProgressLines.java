package io.petty.cli.progress;

import io.petty.cli.render.Ink;
import io.petty.jobs.Progress;
import io.petty.jobs.Progress.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to write after each look at the progress. On a terminal, one line is overwritten repeatedly, and each
 * finished phase leaves a line. Elsewhere, a plain line is written at the end of a phase and every 10 seconds during a
 * long one. Phases shorter than 300 ms leave no line. The line of a phase is followed by one line per executor. On a
 * terminal, the lines of executors are also written every 10 seconds.
 */
final class ProgressLines {
    private static final long WORTH_A_LINE_NANOS = 300_000_000;
    private static final long PLAIN_LINE_NANOS = 10_000_000_000L;

    private final boolean bars;
    private final int columns;
    private @Nullable Phase phase;
    private long done;
    private long readings;
    private List<Progress.Executor> executors = List.of();
    /** How long the phase had run when {@link #readings} was last updated. */
    private long seenNanos;

    private long nextPlainLineNanos;
    private boolean lineDrawn;

    /** @param bars whether there is a terminal, whose line can be overwritten */
    ProgressLines(boolean bars, int columns) {
        this.bars = bars;
        // Writing to the last column can start a new line, which can't be undone.
        this.columns = columns - 1;
    }

    /**
     * Returns what to write after a look at the progress.
     *
     * @param executors the executors that work on the phase; empty if only this process works on it
     * @param now in nanoseconds, from the same clock as the phase's start
     */
    String look(Phase phase, long done, long readings, List<Progress.Executor> executors, long now) {
        StringBuilder text = new StringBuilder();
        if (!phase.equals(this.phase)) {
            // When a phase begins, all units of the previous one are done, even if no look has seen the last ones.
            Phase before = this.phase;
            if (before != null) {
                text.append(ended(before, before.total(), phase.startedNanos() - before.startedNanos()));
            }
            nextPlainLineNanos = PLAIN_LINE_NANOS;
        }
        this.phase = phase;
        this.done = done;
        this.readings = readings;
        this.executors = executors;
        seenNanos = Math.max(0, now - phase.startedNanos());
        if (phase.name().isEmpty()) {
            return text.toString();
        }
        if (bars) {
            text.append('\r');
            if (!executors.isEmpty() && seenNanos >= nextPlainLineNanos) {
                text.append(Ink.CLEAR_LINE);
                executors.forEach(executor -> text.append(line(executor)));
                nextPlainLineNanos = seenNanos + PLAIN_LINE_NANOS;
            }
            text.append(ProgressText.moment(phase, done, readings, seenNanos, columns, true))
                    .append(Ink.CLEAR_LINE);
            lineDrawn = true;
        } else if (seenNanos >= nextPlainLineNanos) {
            text.append(ProgressText.moment(phase, done, readings, seenNanos, columns, false))
                    .append(System.lineSeparator());
            executors.forEach(executor -> text.append(line(executor)));
            nextPlainLineNanos = seenNanos + PLAIN_LINE_NANOS;
        }
        return text.toString();
    }

    /** Returns what to write at the end of the work, with the figures of the last {@link #look}. */
    String end() {
        Phase last = phase;
        phase = null;
        return last == null ? "" : ended(last, done, seenNanos);
    }

    private String ended(Phase phase, long done, long tookNanos) {
        String text = "";
        if (lineDrawn) {
            text = "\r" + Ink.CLEAR_LINE;
            lineDrawn = false;
        }
        if (phase.name().isEmpty() || tookNanos < WORTH_A_LINE_NANOS) {
            return text;
        }
        // Extrapolates from the readings at the last look.
        long readingsInAll = seenNanos == 0 ? 0 : (long) ((double) readings / seenNanos * tookNanos);
        StringBuilder lines = new StringBuilder(text);
        lines.append(ProgressText.finished(phase, done, readingsInAll, tookNanos, columns))
                .append(System.lineSeparator());
        executors.forEach(executor -> lines.append(line(executor)));
        return lines.toString();
    }

    private String line(Progress.Executor executor) {
        return ProgressText.executor(executor, columns) + System.lineSeparator();
    }
}
