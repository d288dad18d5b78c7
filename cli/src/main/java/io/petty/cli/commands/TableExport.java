package io.petty.cli.commands;

import io.petty.cli.workspace.Workspace;
import io.petty.feedback.FeedbackTable;
import io.petty.lake.DayRejects;
import io.petty.lake.FeedbackDay;
import io.petty.lake.NoDataException;
import io.petty.lake.PublishedDay;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.parquet.export.TextExport;
import io.petty.raw.RejectTable;
import io.petty.reading.ReadingExport;
import io.petty.reading.ReadingTable;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.iceberg.Files;

/**
 * A day of a table.
 *
 * @param rows passes all rows, in order
 * @param <B> a block of rows
 */
record TableExport<B>(TableColumns<B> columns, Rows<B> rows) {
    /** Receives the rows {@code from} to {@code to} (exclusive) of a block. */
    interface Sink<B> {
        void write(B block, int from, int to) throws IOException;
    }

    /** Passes rows to a sink. */
    interface Rows<B> {
        void to(Sink<B> sink) throws IOException;
    }

    /** Passes rows one by one. */
    private interface SingleRows<R> {
        void to(PublishedDay.Rows<R> rows) throws IOException;
    }

    /** @throws NoDataException if the day is unknown; the message says what to do */
    static TableExport<?> of(Workspace workspace, ExportTable table, LocalDate day) {
        return switch (table) {
            case timelines -> ofRows(TimelineTable.COLUMNS, published(workspace, day)::events);
            case summaries -> ofRows(SummaryTable.COLUMNS, published(workspace, day)::summaries);
            case readings -> readings(workspace, day);
            case rejects -> {
                RejectsCommand.requireIngested(workspace, day);
                yield ofRows(RejectTable.COLUMNS, new DayRejects(workspace.lake(), day)::rows);
            }
            case feedback -> feedback(workspace, day);
        };
    }

    private static <R> TableExport<List<R>> ofRows(TableColumns<List<R>> columns, SingleRows<R> rows) {
        return new TableExport<>(columns, sink -> rows.to(row -> sink.write(List.of(row), 0, 1)));
    }

    private static PublishedDay published(Workspace workspace, LocalDate day) {
        return new PublishedDay(workspace.lake(), PublishedDays.require(workspace.publications(), day));
    }

    private static TableExport<?> readings(Workspace workspace, LocalDate day) {
        if (workspace.deliveries().contributionsTo(day).isEmpty()) {
            throw new NoDataException("There are no readings of %s; ./petty status%s lists the days"
                    .formatted(day, workspace.homeOption()));
        }
        ReadingExport readings =
                new ReadingExport(workspace.lake().readings(), workspace.lake().buckets(), day);
        return new TableExport<>(ReadingTable.COLUMNS, sink -> readings.forEach(sink::write));
    }

    private static TableExport<?> feedback(Workspace workspace, LocalDate day) {
        if (workspace.publications().current(day).isEmpty()
                && workspace.feedbackDeliveries().day(day).isEmpty()) {
            throw new NoDataException("%s is not published, and there is no feedback on its events".formatted(day));
        }
        return ofRows(FeedbackTable.COLUMNS, new FeedbackDay(workspace.lake(), day)::rows);
    }

    void writeText(ExportFormat format, OutputStream out) throws IOException {
        try (TextExport<B> export =
                format == ExportFormat.csv ? TextExport.csv(columns, out) : TextExport.ndjson(columns, out)) {
            rows.to(export::write);
        }
    }

    void writeParquet(Path file) throws IOException {
        try (ColumnFileWriter<B> writer = new ColumnFileWriter<>(Files.localOutput(file.toFile()), columns)) {
            rows.to(writer::write);
            writer.finish();
        }
    }
}
