package io.petty.reading;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the cursors of one event day into a stream of collar-days in the order of collar ids. Memory holds one
 * collar's day. The files stay open until the stream is closed.
 */
public final class CollarDays implements Closeable {
    private final LocalDate eventDay;
    private final List<? extends CollarCursor> opened;
    /**
     * Indexes into {@link #opened}. A collar's rows are read in the order in which the files were opened. That is
     * usually the order of time, which leaves little to sort.
     */
    private final PriorityQueue<Integer> cursors;

    /** The number of readings of the last collar. */
    private int lastSize;

    /** Takes over the cursors: closes them if one of them can't be read. */
    CollarDays(LocalDate eventDay, List<? extends CollarCursor> opened) throws IOException {
        this.eventDay = eventDay;
        this.opened = opened;
        this.cursors = new PriorityQueue<>(
                Comparator.<Integer, String>comparing(place -> opened.get(place).collarId())
                        .thenComparing(Comparator.naturalOrder()));
        try {
            for (int place = 0; place < opened.size(); place++) {
                advance(place);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Returns the next collar's day, or null if there is none. */
    public @Nullable CollarDay next() throws IOException {
        if (cursors.isEmpty()) {
            return null;
        }
        String collarId = opened.get(cursors.element()).collarId();
        // Most collars have about the same number of readings.
        CollarDay.Builder rows = new CollarDay.Builder(collarId, eventDay, lastSize + lastSize / 8);
        while (!cursors.isEmpty() && opened.get(cursors.element()).collarId().equals(collarId)) {
            int place = cursors.remove();
            opened.get(place).readRows(rows);
            advance(place);
        }
        CollarDay day = rows.build();
        lastSize = day.size();
        return day;
    }

    private void advance(int place) throws IOException {
        if (opened.get(place).next()) {
            cursors.add(place);
        }
    }

    @Override
    public void close() throws IOException {
        for (CollarCursor cursor : opened) {
            cursor.close();
        }
    }
}
