package io.petty.scheduler;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A collar's UTC day cut into equal cells of time, and how much of each cell every behavior covers. */
final class DayCells {
    /** Milliseconds of a day. */
    static final long DAY = 24L * 60 * 60 * 1000;

    private final int count;
    private final Map<Behavior, Cover> covers = new EnumMap<>(Behavior.class);

    /** @param count how many cells the day has; a divisor of its milliseconds */
    DayCells(LocalDate day, int count, List<Event> events) {
        if (count < 1 || DAY % count != 0) {
            throw new IllegalArgumentException("A day can't be cut into %d equal cells".formatted(count));
        }
        this.count = count;
        for (Behavior behavior : Behavior.values()) {
            covers.put(behavior, new Cover(count));
        }
        for (Event event : events) {
            add(event.behavior(), timeOfDay(day, event.start()), timeOfDay(day, event.end()));
        }
    }

    /**
     * Milliseconds since the day's beginning, held to the day: an end at midnight is the day's 24:00, not another
     * day's 00:00.
     */
    static long timeOfDay(LocalDate day, long time) {
        return Math.max(0, Math.min(DAY, time - day.toEpochDay() * DAY));
    }

    private Cover cover(Behavior behavior) {
        return Objects.requireNonNull(covers.get(behavior));
    }

    private void add(Behavior behavior, long start, long end) {
        Cover cover = cover(behavior);
        cover.total += end - start;
        // An event of one reading has no length, yet was there: it counts as the shortest time there is.
        long from = Math.min(start, DAY - 1);
        long to = Math.max(end, from + 1);
        long cell = DAY / count;
        for (int i = (int) (from / cell); i < count && i * cell < to; i++) {
            cover.cells[i] += Math.min(to, (i + 1) * cell) - Math.max(from, i * cell);
        }
    }

    int count() {
        return count;
    }

    /** The behavior that covers most of a cell, of equals the stillest; null where there is no reading. */
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

    /** Which part of a cell a behavior covers, from 0 to 1; above 0 wherever it occurs at all. */
    double part(Behavior behavior, int cell) {
        return Math.min(1, cover(behavior).cells[cell] * (double) count / DAY);
    }

    boolean occurs(Behavior behavior) {
        for (long length : cover(behavior).cells) {
            if (length > 0) {
                return true;
            }
        }
        return false;
    }

    /** The summed length of a behavior's events, milliseconds. */
    long total(Behavior behavior) {
        return cover(behavior).total;
    }

    /** The summed length of all events, milliseconds. */
    long total() {
        long sum = 0;
        for (Cover cover : covers.values()) {
            sum += cover.total;
        }
        return sum;
    }

    /** Milliseconds of one behavior, in all and in each cell. */
    private static final class Cover {
        final long[] cells;
        long total;

        Cover(int count) {
            cells = new long[count];
        }
    }
}
