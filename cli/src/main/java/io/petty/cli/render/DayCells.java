package io.petty.cli.render;

import io.petty.timeline.Behavior;
import io.petty.timeline.Span;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A collar's day in equal cells of time, with the part of each cell that each behavior covers. */
final class DayCells {
    /** Milliseconds of a day. */
    static final long DAY = 24L * 60 * 60 * 1000;

    private final ShownDay shown;
    private final long cellMillis;
    private final int count;
    private final Map<Behavior, Cover> covers = new EnumMap<>(Behavior.class);

    /** @param cells number of cells of a 24-hour day; must divide its milliseconds */
    DayCells(ShownDay shown, int cells) {
        if (cells < 1 || DAY % cells != 0) {
            throw new IllegalArgumentException("A day can't be cut into %d equal cells".formatted(cells));
        }
        this.shown = shown;
        this.cellMillis = DAY / cells;
        this.count = count(shown, cells);
        for (Behavior behavior : Behavior.values()) {
            covers.put(behavior, new Cover(count));
        }
        for (Span span : shown.spans()) {
            add(span.behavior(), shown.within(span.start()), shown.within(span.end()));
        }
    }

    /** Returns the number of cells of a day; the last cell may be shorter. */
    static int count(ShownDay shown, int cells) {
        long cell = DAY / cells;
        return (int) ((shown.length() + cell - 1) / cell);
    }

    private Cover cover(Behavior behavior) {
        return Objects.requireNonNull(covers.get(behavior));
    }

    private void add(Behavior behavior, long start, long end) {
        Cover cover = cover(behavior);
        cover.total += end - start;
        // An event of one reading has no length, but must be visible: it counts as a millisecond.
        long from = Math.min(start, shown.length() - 1);
        long to = Math.max(end, from + 1);
        for (int i = (int) (from / cellMillis); i < count && i * cellMillis < to; i++) {
            cover.cells[i] += Math.min(to, (i + 1) * cellMillis) - Math.max(from, i * cellMillis);
        }
    }

    /** Milliseconds of a cell. */
    long cellMillis() {
        return cellMillis;
    }

    /** Returns the cell of a time in the day; {@link #count} for the day's end. */
    int at(long time) {
        return time >= shown.day().end() ? count : (int) (shown.within(time) / cellMillis);
    }

    /** Returns whether a cell starts in an unpublished part of the day. */
    boolean isUnpublished(int cell) {
        return shown.isUnpublished(shown.day().start() + cell * cellMillis);
    }

    int count() {
        return count;
    }

    /** Returns the behavior that covers most of a cell, in a tie the stillest; null without readings. */
    @Nullable
    Behavior most(int cell) {
        Behavior most = null;
        long longest = 0;
        for (Behavior behavior : BehaviorLook.ORDER) {
            long length = cover(behavior).cells[cell];
            if (length > longest) {
                most = behavior;
                longest = length;
            }
        }
        return most;
    }

    /** Returns the part of a cell that a behavior covers, 0 to 1; above 0 if it occurs at all. */
    double part(Behavior behavior, int cell) {
        long length = Math.min(cellMillis, shown.length() - cell * cellMillis);
        return Math.min(1, cover(behavior).cells[cell] / (double) length);
    }

    boolean occurs(Behavior behavior) {
        for (long length : cover(behavior).cells) {
            if (length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the total length of a behavior's events, in milliseconds. */
    long total(Behavior behavior) {
        return cover(behavior).total;
    }

    /** Returns the total length of all events, in milliseconds. */
    long total() {
        long sum = 0;
        for (Cover cover : covers.values()) {
            sum += cover.total;
        }
        return sum;
    }

    /** Milliseconds of one behavior, in total and by cell. */
    private static final class Cover {
        final long[] cells;
        long total;

        Cover(int count) {
            cells = new long[count];
        }
    }
}
