package io.petty.cli.progress;

import io.petty.cli.render.HumanText;
import io.petty.jobs.Progress;
import io.petty.jobs.Progress.Phase;
import java.util.ArrayList;
import java.util.List;

/** Writes a phase's progress, or its duration, in one line. */
final class ProgressText {
    private static final long SECOND = 1_000_000_000;
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;

    private ProgressText() {}

    /**
     * Returns {@code Reading raw files of 2026-11-20  [██████░░░░]  12/24 files  1.9 M readings/s  4 s left}. Parts
     * that don't fit are left out, the least important first. A name that doesn't fit is cut.
     *
     * @param done the number of the phase's units that are done
     * @param readings the number of readings so far
     * @param elapsedNanos since the phase began
     * @param columns the maximum length of the line
     * @param bar whether to draw the bar
     */
    static String moment(Phase phase, long done, long readings, long elapsedNanos, int columns, boolean bar) {
        List<String> parts = new ArrayList<>();
        addIfAny(parts, amount(phase, done));
        addIfAny(parts, rate(readings, elapsedNanos));
        addIfAny(parts, left(phase, done, elapsedNanos));
        if (!bar || phase.total() <= 0) {
            return fitted(phase.name(), parts, columns);
        }
        int beside = phase.name().length() + "  []".length();
        while (beside + NARROWEST_BAR + joinedLength(parts) > columns && parts.size() > 1) {
            parts.remove(parts.size() - 1);
        }
        int cells = Math.min(WIDEST_BAR, columns - beside - joinedLength(parts));
        if (cells < NARROWEST_BAR) {
            return fitted(phase.name(), parts, columns);
        }
        int full = (int) (cells * Math.min(done, phase.total()) / phase.total());
        parts.add(0, "[" + "█".repeat(full) + "░".repeat(cells - full) + "]");
        return fitted(phase.name(), parts, columns);
    }

    /** Returns {@code Reading raw files of 2026-11-20  24 files  1.9 M readings/s  4.2 s}, cut like {@link #moment}. */
    static String finished(Phase phase, long done, long readings, long elapsedNanos, int columns) {
        List<String> parts = new ArrayList<>();
        parts.add(HumanText.took(elapsedNanos));
        addIfAny(parts, done == phase.total() ? units(phase, done) : amount(phase, done));
        addIfAny(parts, rate(readings, elapsedNanos));
        return fitted(phase.name(), parts, columns);
    }

    /** Returns {@code executor 3 on 10.0.0.2  5 partitions done  2 in progress}, cut like {@link #moment}. */
    static String executor(Progress.Executor executor, int columns) {
        List<String> parts = new ArrayList<>();
        parts.add(HumanText.wholeCount(executor.done())
                + (executor.done() == 1 ? " partition done" : " partitions done"));
        if (executor.running() > 0) {
            parts.add(HumanText.wholeCount(executor.running()) + " in progress");
        }
        return fitted("  " + executor.name(), parts, columns);
    }

    private static String amount(Phase phase, long done) {
        return phase.total() <= 0
                ? units(phase, done)
                : (HumanText.wholeCount(done) + "/" + HumanText.wholeCount(phase.total()) + " " + phase.unit()).strip();
    }

    private static String units(Phase phase, long done) {
        return done <= 0 ? "" : (HumanText.wholeCount(done) + " " + phase.unit()).strip();
    }

    private static String rate(long readings, long elapsedNanos) {
        return readings <= 0 || elapsedNanos <= 0
                ? ""
                : HumanText.count(readings * (double) SECOND / elapsedNanos) + " readings/s";
    }

    /** Returns the estimated remaining time; empty in the first second, when it would only be a guess. */
    private static String left(Phase phase, long done, long elapsedNanos) {
        if (done <= 0 || done >= phase.total() || elapsedNanos < SECOND) {
            return "";
        }
        double nanos = (double) elapsedNanos * (phase.total() - done) / done;
        return HumanText.duration(Math.max(1_000, (long) (nanos / 1e6))) + " left";
    }

    private static void addIfAny(List<String> parts, String part) {
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    private static int joinedLength(List<String> parts) {
        return parts.stream().mapToInt(part -> 2 + part.length()).sum();
    }

    private static String fitted(String name, List<String> parts, int columns) {
        StringBuilder text = new StringBuilder(name);
        for (String part : parts) {
            if (text.length() + 2 + part.length() > columns) {
                break;
            }
            text.append("  ").append(part);
        }
        return text.substring(0, Math.max(0, Math.min(columns, text.length())));
    }
}
