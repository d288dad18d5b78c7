package io.petty.jobs.feedback;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.DayVoices;
import io.petty.lake.EventDays;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.lease.Lease;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.TimelineTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/**
 * Records with feedback the event that it is about, the first time the feedback finds that event. The record stays, so that
 * the feedback can be carried over when other rules or readings give the day other events.
 */
public final class FeedbackRecording {
    private static final int BLOCK_ROWS = 5_000;

    private final Lake lake;
    private final Lease lease;
    private final EventDays eventDays;
    private final String name;
    private final List<LocalDate> days = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();

    /** @param name of new data files, used by no other step, attempt or run */
    public FeedbackRecording(Lake lake, Lease lease, EventDays eventDays, String name) {
        this.lake = lake;
        this.lease = lease;
        this.eventDays = eventDays;
        this.name = name;
    }

    /**
     * Records the published events of days before new events replace them. Feedback that an earlier version folded without
     * a record, or that was read only now, is on these events.
     */
    public void recordPublished(Collection<LocalDate> eventDaysNow) throws IOException {
        for (LocalDate day : eventDaysNow) {
            Optional<Publication> publication = eventDays.publication(day);
            String feedback = eventDays.feedbackFingerprint(day);
            if (publication.isEmpty() || publication.get().snapshots().timelines() == 0 || feedback.isEmpty()) {
                continue;
            }
            DayVoices said = DayVoices.of(new FeedbackDay(lake, day));
            // Feedback that waits has no record. If more than that has none, an earlier version published the day.
            boolean isDone = publication.get().feedback().fingerprint().equals(feedback)
                    && said.unrecorded() <= publication.get().feedback().waiting();
            if (said.unrecorded() > 0 && !isDone) {
                record(
                        day,
                        said,
                        Lake.dataFiles(
                                lake.timelines(),
                                publication.get().snapshots().timelines(),
                                Expressions.equal("day", day.toString())));
            }
        }
        commit();
    }

    /**
     * Records the events in some files with feedback on them.
     *
     * @param said on the day's events
     * @param timelines files of the timelines table, of that day
     */
    public void record(LocalDate day, DayVoices said, Collection<DataFile> timelines) throws IOException {
        Map<String, AboutEvent> events = new HashMap<>();
        for (DataFile file : timelines) {
            try (ColumnFileReader reader =
                    new ColumnFileReader(lake.timelines().io().newInputFile(file.location()))) {
                Iterator<Event> rows = TimelineTable.read(reader, 0, reader.rowCount());
                while (rows.hasNext()) {
                    Event event = rows.next();
                    if (said.isUnrecorded(event.eventId())) {
                        events.put(event.eventId(), AboutEvent.of(event));
                    }
                }
            }
        }
        if (!events.isEmpty()) {
            days.add(day);
            files.add(write(day, events));
        }
    }

    private DataFile write(LocalDate day, Map<String, AboutEvent> events) throws IOException {
        Table table = lake.feedback();
        PartitionData partition = TableFiles.partition(table, EventId.prefix(day));
        try (ColumnFileWriter<List<Feedback>> file =
                new ColumnFileWriter<>(TableFiles.newFile(table, partition, name), FeedbackTable.COLUMNS)) {
            List<Feedback> block = new ArrayList<>();
            new FeedbackDay(lake, day).rows(row -> {
                block.add(row.about() == null ? row.withAbout(events.get(row.eventId())) : row);
                if (block.size() == BLOCK_ROWS) {
                    file.write(block, 0, block.size());
                    block.clear();
                }
            });
            file.write(block, 0, block.size());
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    /** Commits what was recorded since, in one commit. */
    public void commit() {
        if (!days.isEmpty()) {
            Object[] prefixes = days.stream().map(EventId::prefix).toArray();
            TableFiles.replace(
                    lake.feedback(),
                    Expressions.in(Expressions.truncate("event_id", EventId.DAY_PREFIX), prefixes),
                    files,
                    lease);
        }
        days.clear();
        files.clear();
    }
}
