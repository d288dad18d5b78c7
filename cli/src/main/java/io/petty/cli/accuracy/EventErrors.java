package io.petty.cli.accuracy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects how far the published events' starts and ends are from those of the true events that they overlap. */
final class EventErrors {
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private long said;
    private long actual;

    /** Adds the events of one collar. Each list is sorted by start, and its events don't overlap. */
    void add(List<ScoredMinutes.Span> saidEvents, List<ScoredMinutes.Span> trueEvents) {
        said += saidEvents.size();
        actual += trueEvents.size();
        int next = 0;
        for (ScoredMinutes.Span event : trueEvents) {
            while (next < saidEvents.size() && saidEvents.get(next).last() < event.first()) {
                next++;
            }
            ScoredMinutes.Span best = null;
            int most = 0;
            for (int i = next; i < saidEvents.size() && saidEvents.get(i).first() <= event.last(); i++) {
                ScoredMinutes.Span other = saidEvents.get(i);
                int overlap = Math.min(event.last(), other.last()) - Math.max(event.first(), other.first()) + 1;
                if (overlap > most) {
                    best = other;
                    most = overlap;
                }
            }
            if (best != null) {
                starts.add(Math.abs(best.first() - event.first()));
                ends.add(Math.abs(best.last() - event.last()));
            }
        }
    }

    long said() {
        return said;
    }

    long actual() {
        return actual;
    }

    /** Returns the number of true events that a published event overlaps. */
    long found() {
        return starts.size();
    }

    /** Returns the median distance between starts, in minutes; null if no event was found. */
    @Nullable
    Double medianStart() {
        return median(starts);
    }

    /** Returns the median distance between ends, in minutes; null if no event was found. */
    @Nullable
    Double medianEnd() {
        return median(ends);
    }

    private static @Nullable Double median(List<Integer> errors) {
        if (errors.isEmpty()) {
            return null;
        }
        Collections.sort(errors);
        int middle = errors.size() / 2;
        return errors.size() % 2 == 1
                ? Double.valueOf(errors.get(middle))
                : Double.valueOf((errors.get(middle - 1) + errors.get(middle)) / 2.0);
    }
}
