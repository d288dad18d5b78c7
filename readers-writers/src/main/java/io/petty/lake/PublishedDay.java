package io.petty.lake;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** Reads an event day as one publication shows it, whatever is written at the same time. */
public final class PublishedDay {
    private static final int BUCKET = 1;

    private final Lake lake;
    private final Publication publication;

    public PublishedDay(Lake lake, Publication publication) {
        this.lake = lake;
        this.publication = publication;
    }

    /** Takes rows one by one. */
    public interface Rows<R> {
        void row(R row) throws IOException;
    }

    /** Reads the rows of a file in its order. */
    private interface FileRows<R> {
        Iterator<R> read(ColumnFileReader file, long from, long to);
    }

    /** All events of the day, by collar and start. */
    public void events(Rows<Event> rows) throws IOException {
        merge(
                lake.timelines(),
                publication.snapshots().timelines(),
                TimelineTable::read,
                Comparator.comparing(Event::collarId).thenComparing(Event::start),
                rows);
    }

    /** All summaries of the day, by collar. */
    public void summaries(Rows<Summary> rows) throws IOException {
        merge(
                lake.summaries(),
                publication.snapshots().summaries(),
                SummaryTable::read,
                Comparator.comparing(Summary::collarId),
                rows);
    }

    /** One collar's events, by start; none when it has no reading that day. */
    public List<Event> eventsOf(String collarId) throws IOException {
        List<Event> events = new ArrayList<>();
        rowsOf(collarId, lake.timelines(), publication.snapshots().timelines(), TimelineTable::read, event -> {
            if (event.collarId().equals(collarId)) {
                events.add(event);
            }
        });
        return events;
    }

    /** The event with an id; empty when the publication has none. */
    public Optional<Event> event(String eventId) throws IOException {
        Table table = lake.timelines();
        for (DataFile file : files(table, publication.snapshots().timelines())) {
            try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
                // The ids alone first: they are hashes, so that no index of pages helps to find one.
                Iterator<String> ids =
                        reader.records(List.of("event_id"), 0, reader.rowCount(), (batch, row) -> batch.string(0, row));
                for (long row = 0; ids.hasNext(); row++) {
                    if (ids.next().equals(eventId)) {
                        return Optional.of(
                                TimelineTable.read(reader, row, row + 1).next());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the publication's timelines can still be read: maintenance removes those of old ones. */
    public boolean isKept() {
        return publication.snapshots().timelines() == 0
                || lake.timelines().snapshot(publication.snapshots().timelines()) != null;
    }

    /** One collar's summary; empty when it has no reading that day. */
    public Optional<Summary> summaryOf(String collarId) throws IOException {
        List<Summary> summaries = new ArrayList<>();
        rowsOf(collarId, lake.summaries(), publication.snapshots().summaries(), SummaryTable::read, summary -> {
            if (summary.collarId().equals(collarId)) {
                summaries.add(summary);
            }
        });
        return summaries.stream().findFirst();
    }

    private <R> void rowsOf(String collarId, Table table, long snapshot, FileRows<R> read, Rows<R> rows)
            throws IOException {
        int bucket = lake.buckets().bucket(collarId);
        for (DataFile file : files(table, snapshot)) {
            if (file.partition().get(BUCKET, Integer.class) == bucket) {
                try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
                    // Files are sorted by collar, so these are a page or two of each.
                    for (RowRange range : reader.rowsThatMayHold("collar_id", collarId)) {
                        Iterator<R> found = read.read(reader, range.from(), range.to());
                        while (found.hasNext()) {
                            rows.row(found.next());
                        }
                    }
                }
            }
        }
    }

    private List<DataFile> files(Table table, long snapshot) {
        Expression day = Expressions.equal("day", publication.eventDay().toString());
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, day);
    }

    private <R> void merge(Table table, long snapshot, FileRows<R> read, Comparator<R> order, Rows<R> rows)
            throws IOException {
        List<Closeable> opened = new ArrayList<>();
        try {
            PriorityQueue<Head<R>> heads = new PriorityQueue<>((a, b) -> order.compare(a.row, b.row));
            for (DataFile file : files(table, snapshot)) {
                ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()));
                opened.add(reader);
                Iterator<R> fileRows = read.read(reader, 0, reader.rowCount());
                if (fileRows.hasNext()) {
                    heads.add(new Head<>(fileRows.next(), fileRows));
                }
            }
            while (!heads.isEmpty()) {
                Head<R> head = heads.remove();
                rows.row(head.row);
                if (head.more.hasNext()) {
                    heads.add(new Head<>(head.more.next(), head.more));
                }
            }
        } finally {
            for (Closeable file : opened) {
                file.close();
            }
        }
    }

    /** The next row of a file, and those behind it. */
    private record Head<R>(R row, Iterator<R> more) {}
}
