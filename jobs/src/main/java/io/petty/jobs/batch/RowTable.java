package io.petty.jobs.batch;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
import io.petty.lake.Lake;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.RowRange;
import io.petty.parquet.TableColumns;
import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import io.petty.timeline.RestingTable;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import io.petty.timeline.VoiceCount;
import io.petty.timeline.VoiceTable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;

/** A table whose files are read and written row by row. */
public record RowTable<R>(Table table, Columns<R> columns, FileRows<R> rows) implements Serializable {
    /** Supplies the columns. The supplier is serializable; the columns aren't. */
    public interface Columns<R> extends Serializable {
        TableColumns<List<R>> get();
    }

    /** Reads a range of a file's rows, in the file's order. */
    public interface FileRows<R> extends Serializable {
        Iterator<R> read(ColumnFileReader file, long from, long to);
    }

    public static RowTable<Event> timelines(Lake lake) {
        return new RowTable<>(lake.timelines(), () -> TimelineTable.COLUMNS, TimelineTable::read);
    }

    public static RowTable<Summary> summaries(Lake lake) {
        return new RowTable<>(lake.summaries(), () -> SummaryTable.COLUMNS, SummaryTable::read);
    }

    public static RowTable<RestingHeartRate> resting(Lake lake) {
        return new RowTable<>(lake.resting(), () -> RestingTable.COLUMNS, RestingTable::read);
    }

    public static RowTable<VoiceCount> voices(Lake lake) {
        return new RowTable<>(lake.voices(), () -> VoiceTable.COLUMNS, VoiceTable::read);
    }

    public static RowTable<Feedback> feedback(Lake lake) {
        return new RowTable<>(lake.feedback(), () -> FeedbackTable.COLUMNS, FeedbackTable::read);
    }

    public static RowTable<FeedbackDocument> feedbackDocuments(Lake lake) {
        return new RowTable<>(
                lake.feedbackDocuments(), () -> FeedbackDocumentTable.COLUMNS, FeedbackDocumentTable::read);
    }

    public static RowTable<Reject> rejects(Lake lake) {
        return new RowTable<>(lake.rejects(), () -> RejectTable.COLUMNS, RejectTable::read);
    }

    /** Reads all rows of a file. */
    public void read(String location, Consumer<? super R> into) throws IOException {
        try (ColumnFileReader reader = open(location)) {
            rows.read(reader, 0, reader.rowCount()).forEachRemaining(into);
        }
    }

    /** Reads the rows of the pages that may contain a text in a column. */
    public void readPagesWith(String location, String column, String text, Consumer<? super R> into)
            throws IOException {
        try (ColumnFileReader reader = open(location)) {
            for (RowRange range : reader.rowsThatMayHold(column, text)) {
                rows.read(reader, range.from(), range.to()).forEachRemaining(into);
            }
        }
    }

    /** Opens a file, to read it with {@link #rows}. */
    public ColumnFileReader open(String location) throws IOException {
        return new ColumnFileReader(table.io().newInputFile(location));
    }

    /** @param name a name that no other partition, attempt or run uses */
    public NewFile<R> newFile(StructLike partition, String name) {
        return new NewFile<>(this, partition, name);
    }

    /**
     * Writes a file and returns it; returns an empty list if there is no row. The file belongs to the table once it is
     * committed.
     */
    public List<DataFile> write(StructLike partition, String name, List<R> content) throws IOException {
        try (NewFile<R> file = newFile(partition, name)) {
            file.write(content);
            return file.finish();
        }
    }
}
