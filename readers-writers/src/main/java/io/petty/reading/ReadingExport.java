package io.petty.reading;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.Table;

/**
 * Exports all readings of an event day by collar and time, each with the delivery day from which it came. Of a
 * collar's readings in the same millisecond, it keeps the first by the specification's order. If several delivery days
 * contain that reading, it keeps the one from the earliest day.
 */
public final class ReadingExport {
    private final ReadingFiles files;
    private final LocalDate eventDay;
    private final int buckets;

    public ReadingExport(Table readings, CollarBuckets buckets, LocalDate eventDay) {
        this.files = new ReadingFiles(readings, List.of(eventDay));
        this.eventDay = eventDay;
        this.buckets = buckets.count();
    }

    /** Receives the rows {@code from} to {@code to} (exclusive) of a block. */
    public interface Sink {
        void write(DeliveredReadings block, int from, int to) throws IOException;
    }

    /** Passes all rows to a sink, in order. */
    public void forEach(Sink sink) throws IOException {
        List<ReadingFiles.DeliveredCursor> opened = files.cursors(eventDay, 0, buckets);
        try {
            PriorityQueue<ReadingFiles.DeliveredCursor> cursors =
                    new PriorityQueue<>(Comparator.comparing(ReadingFiles.DeliveredCursor::collarId)
                            .thenComparing(ReadingFiles.DeliveredCursor::deliveryDay));
            for (ReadingFiles.DeliveredCursor cursor : opened) {
                if (cursor.cursor().next()) {
                    cursors.add(cursor);
                }
            }
            while (!cursors.isEmpty()) {
                String collarId = cursors.element().collarId();
                List<DeliveredReadings> blocks = new ArrayList<>();
                while (!cursors.isEmpty() && cursors.element().collarId().equals(collarId)) {
                    ReadingFiles.DeliveredCursor cursor = cursors.remove();
                    CollarDay.Builder rows = new CollarDay.Builder(collarId, eventDay);
                    cursor.cursor().readRows(rows);
                    blocks.add(new DeliveredReadings(rows.build(), cursor.deliveryDay()));
                    if (cursor.cursor().next()) {
                        cursors.add(cursor);
                    }
                }
                writeCollar(blocks, sink);
            }
        } finally {
            for (ReadingFiles.DeliveredCursor cursor : opened) {
                cursor.cursor().close();
            }
        }
    }

    /** Writes one collar's readings from several deliveries, keeping the first of each millisecond. */
    private static void writeCollar(List<DeliveredReadings> blocks, Sink sink) throws IOException {
        if (blocks.size() == 1) {
            sink.write(blocks.get(0), 0, blocks.get(0).readings().size());
            return;
        }
        int[] next = new int[blocks.size()];
        int written = -1;
        while (true) {
            int first = -1;
            for (int i = 0; i < next.length; i++) {
                if (next[i] < blocks.get(i).readings().size()
                        && (first < 0 || isBefore(blocks.get(i), next[i], blocks.get(first), next[first]))) {
                    first = i;
                }
            }
            if (first < 0) {
                return;
            }
            int row = next[first]++;
            int millis = blocks.get(first).readings().millisOfDay(row);
            if (millis != written) {
                sink.write(blocks.get(first), row, row + 1);
                written = millis;
            }
        }
    }

    private static boolean isBefore(DeliveredReadings a, int rowA, DeliveredReadings b, int rowB) {
        long keyA = a.readings().key(rowA);
        long keyB = b.readings().key(rowB);
        return keyA != keyB
                ? keyA < keyB
                : a.readings().location(rowA) < b.readings().location(rowB);
    }
}
