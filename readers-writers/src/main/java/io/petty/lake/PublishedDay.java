package io.petty.lake;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.timeline.Event;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableGroup;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SortedMerge;

/** Reads an event day as one publication shows it, regardless of concurrent writes. */
public final class PublishedDay {
    private static final int BUCKET = 1;

    private final Lake lake;
    private final Publication publication;

    public PublishedDay(Lake lake, Publication publication) {
        this.lake = lake;
        this.publication = publication;
    }

    /** Receives rows one by one. */
    public interface Rows<R> {
        void row(R row) throws IOException;
    }

    /** Reads the rows of a file in the file's order. */
    interface FileRows<R> {
        Iterator<R> read(ColumnFileReader file, long from, long to);
    }

    /** Reads all events of the day, by collar and start. */
    public void events(Rows<Event> rows) throws IOException {
        Table table = lake.timelines();
        Comparator<Event> order = Comparator.comparing(Event::collarId).thenComparing(Event::start);
        merge(table, files(table, publication.snapshots().timelines()), TimelineTable::read, order, rows);
    }

    /** Reads all summaries of the day, by collar. */
    public void summaries(Rows<Summary> rows) throws IOException {
        Table table = lake.summaries();
        Comparator<Summary> order = Comparator.comparing(Summary::collarId);
        merge(table, files(table, publication.snapshots().summaries()), SummaryTable::read, order, rows);
    }

    /** Returns the number of events of each behavior that occurs, by its label. Reads no other column. */
    public Map<String, Long> eventsByBehavior() throws IOException {
        Table table = lake.timelines();
        Map<String, Long> counts = new TreeMap<>();
        for (DataFile file : files(table, publication.snapshots().timelines())) {
            try (ColumnFileReader reader = open(table, file)) {
                reader.records(List.of("behavior"), 0, reader.rowCount(), (batch, row) -> batch.string(0, row))
                        .forEachRemaining(behavior -> counts.merge(behavior, 1L, Long::sum));
            }
        }
        return counts;
    }

    /**
     * Returns a collar that has a reading on that day, as an example; empty if there is none. Reads one page, no matter how
     * many collars there are.
     */
    public Optional<String> exampleCollar() throws IOException {
        Table table = lake.summaries();
        DataFile first = files(table, publication.snapshots().summaries()).stream()
                .min(Comparator.comparing(file -> file.partition().get(BUCKET, Integer.class)))
                .orElse(null);
        if (first == null) {
            return Optional.empty();
        }
        try (ColumnFileReader reader = open(table, first)) {
            return Optional.of(reader.records(List.of("collar_id"), 0, 1, (batch, row) -> batch.string(0, row))
                    .next());
        }
    }

    /** Returns a collar's events, by start; none if it has no reading on that day. */
    public List<Event> eventsOf(String collarId) throws IOException {
        return rowsOf(
                collarId, lake.timelines(), publication.snapshots().timelines(), TimelineTable::read, Event::collarId);
    }

    /** Returns the event with an id; empty if the publication doesn't contain it. */
    public Optional<Event> event(String eventId) throws IOException {
        Table table = lake.timelines();
        for (DataFile file : files(table, publication.snapshots().timelines())) {
            try (ColumnFileReader reader = open(table, file)) {
                // Reads only the ids first. They are hashes, so a page index doesn't help.
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

    /** Returns whether the publication's timelines can still be read. Maintenance removes those of old publications. */
    public boolean isKept() {
        return publication.snapshots().timelines() == 0
                || lake.timelines().snapshot(publication.snapshots().timelines()) != null;
    }

    /** Returns a collar's summary; empty if it has no reading on that day. */
    public Optional<Summary> summaryOf(String collarId) throws IOException {
        List<Summary> found = rowsOf(
                collarId, lake.summaries(), publication.snapshots().summaries(), SummaryTable::read, Summary::collarId);
        return found.stream().findFirst();
    }

    private <R> List<R> rowsOf(
            String collarId, Table table, long snapshot, FileRows<R> read, Function<R, String> collar)
            throws IOException {
        List<R> rows = new ArrayList<>();
        int bucket = lake.buckets().bucket(collarId);
        for (DataFile file : files(table, snapshot)) {
            if (file.partition().get(BUCKET, Integer.class) == bucket) {
                try (ColumnFileReader reader = open(table, file)) {
                    // Files are sorted by collar, so these are one or two pages per file.
                    for (RowRange range : reader.rowsThatMayHold("collar_id", collarId)) {
                        read.read(reader, range.from(), range.to()).forEachRemaining(row -> {
                            if (collar.apply(row).equals(collarId)) {
                                rows.add(row);
                            }
                        });
                    }
                }
            }
        }
        return rows;
    }

    private List<DataFile> files(Table table, long snapshot) {
        Expression day = Expressions.equal("day", publication.eventDay().toString());
        return snapshot == 0 ? List.of() : Lake.dataFiles(table, snapshot, day);
    }

    /** Merges the rows of files that are each sorted in the given order. */
    static <R> void merge(Table table, List<DataFile> files, FileRows<R> read, Comparator<R> order, Rows<R> rows)
            throws IOException {
        try (CloseableGroup opened = new CloseableGroup()) {
            List<CloseableIterable<R>> sorted = new ArrayList<>();
            for (DataFile file : files) {
                ColumnFileReader reader = open(table, file);
                opened.addCloseable(reader);
                sorted.add(CloseableIterable.withNoopClose(() -> read.read(reader, 0, reader.rowCount())));
            }
            for (R row : new SortedMerge<>(order, sorted)) {
                rows.row(row);
            }
        }
    }

    private static ColumnFileReader open(Table table, DataFile file) throws IOException {
        return new ColumnFileReader(table.io().newInputFile(file.location()));
    }
}
