package io.petty.cli.commands;

import io.petty.cli.workspace.Workspace;
import io.petty.feedback.FeedbackTable;
import io.petty.lake.DayRejects;
import io.petty.lake.FeedbackDay;
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

/** A day of a table, row by row into any format. */
final class TableExport {
    private final Workspace workspace;
    private final ExportTable table;
    private final LocalDate day;

    TableExport(Workspace workspace, ExportTable table, LocalDate day) {
        this.workspace = workspace;
        this.table = table;
        this.day = day;
    }

    /** Takes blocks of rows. */
    private interface Sink<B> {
        void write(B block, int from, int to) throws IOException;
    }

    /** Gives all rows of the day to a sink. */
    private interface Rows<B> {
        void to(Sink<B> sink) throws IOException;
    }

    /** Takes a table's columns and rows. */
    private interface Target {
        <B> void write(TableColumns<B> columns, Rows<B> rows) throws IOException;
    }

    void writeText(ExportFormat format, OutputStream out) throws IOException {
        write(new Target() {
            @Override
            public <B> void write(TableColumns<B> columns, Rows<B> rows) throws IOException {
                TextExport<B> export =
                        format == ExportFormat.csv ? TextExport.csv(columns, out) : TextExport.ndjson(columns, out);
                rows.to(export::write);
                export.close();
            }
        });
    }

    void writeParquet(Path file) throws IOException {
        write(new Target() {
            @Override
            public <B> void write(TableColumns<B> columns, Rows<B> rows) throws IOException {
                try (ColumnFileWriter<B> writer = new ColumnFileWriter<>(Files.localOutput(file.toFile()), columns)) {
                    rows.to(writer::write);
                    writer.finish();
                }
            }
        });
    }

    private void write(Target target) throws IOException {
        switch (table) {
            case timelines ->
                target.write(
                        TimelineTable.COLUMNS, sink -> published().events(event -> sink.write(List.of(event), 0, 1)));
            case summaries ->
                target.write(
                        SummaryTable.COLUMNS,
                        sink -> published().summaries(summary -> sink.write(List.of(summary), 0, 1)));
            case readings -> {
                if (workspace.deliveries().contributionsTo(day).isEmpty()) {
                    throw new IllegalStateException(
                            "There are no readings of %s; ./petty status lists the days".formatted(day));
                }
                ReadingExport readings = new ReadingExport(
                        workspace.lake().readings(), workspace.lake().buckets(), day);
                target.write(ReadingTable.COLUMNS, sink -> readings.forEach(sink::write));
            }
            case rejects -> {
                // Feedback that came on a day without raw files has rejects, too.
                if (workspace.deliveries().find(day).isEmpty()
                        && workspace.feedbackDeliveries().shards().isEmpty()) {
                    throw new IllegalStateException(
                            "%s was not ingested yet: ./petty run --date %s does".formatted(day, day));
                }
                target.write(
                        RejectTable.COLUMNS,
                        sink -> new DayRejects(workspace.lake(), day)
                                .rows(reject -> sink.write(List.of(reject), 0, 1)));
            }
            case feedback -> {
                if (workspace.publications().current(day).isEmpty()
                        && workspace.feedbackDeliveries().day(day).isEmpty()) {
                    throw new IllegalStateException(
                            "There is neither feedback on events of %s nor is that day published".formatted(day));
                }
                target.write(
                        FeedbackTable.COLUMNS,
                        sink -> new FeedbackDay(workspace.lake(), day)
                                .rows(feedback -> sink.write(List.of(feedback), 0, 1)));
            }
        }
    }

    private PublishedDay published() {
        return new PublishedDay(workspace.lake(), PublishedDays.require(workspace.publications(), day));
    }
}
