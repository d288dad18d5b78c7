package io.petty.reading;

import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Merges the cursors of one event day into a stream of collar-days in order of collar. Memory holds one collar's day;
 * the files stay open until the stream is closed.
 */
public final class CollarDays implements Closeable {
    private final LocalDate eventDay;
    private final List<? extends CollarCursor> opened;
    private final PriorityQueue<CollarCursor> cursors =
            new PriorityQueue<>(Comparator.comparing(CollarCursor::collarId));

    CollarDays(LocalDate eventDay, List<? extends CollarCursor> opened) throws IOException {
        this.eventDay = eventDay;
        this.opened = opened;
        for (CollarCursor cursor : opened) {
            advance(cursor);
        }
    }

    /** The next collar's day, or null when there is none left. */
    public @Nullable CollarDay next() throws IOException {
        if (cursors.isEmpty()) {
            return null;
        }
        String collarId = cursors.element().collarId();
        CollarDay.Builder rows = new CollarDay.Builder(collarId, eventDay);
        while (!cursors.isEmpty() && cursors.element().collarId().equals(collarId)) {
            CollarCursor cursor = cursors.remove();
            cursor.readRows(rows);
            advance(cursor);
        }
        return rows.build();
    }

    private void advance(CollarCursor cursor) throws IOException {
        if (cursor.next()) {
            cursors.add(cursor);
        }
    }

    @Override
    public void close() throws IOException {
        for (CollarCursor cursor : opened) {
            cursor.close();
        }
    }
}
