package io.petty.jobs.feedback;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.batch.NewFile;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.DayVoices;
import io.petty.lake.FeedbackDay;
import io.petty.lake.Publication;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;

/**
 * Records, with each piece of feedback, the event that it is on. This happens the first time that the event is found.
 * The record stays, so that the feedback can be carried over when changed rules or readings produce other events for
 * the day.
 */
public final class FeedbackRecording {
    private static final int BLOCK_ROWS = 5_000;

    private final JobParts parts;
    private final String name;
    private final List<LocalDate> days = new ArrayList<>();
    private final List<DataFile> files = new ArrayList<>();

    /** @param name the name of new data files; no other step, attempt or run uses it */
    public FeedbackRecording(JobParts parts, String name) {
        this.parts = parts;
        this.name = name;
    }

    /**
     * Records the published events of days before new events replace them. Feedback on these events has no record if it
     * was read after their publication, or if an earlier version of Petty folded it in.
     */
    public void recordPublished(Collection<LocalDate> eventDays) throws IOException {
        for (LocalDate day : eventDays) {
            Publication published = parts.eventDays().publication(day).orElse(null);
            String feedback = parts.eventDays().feedbackFingerprint(day);
            if (published == null || published.snapshots().timelines() == 0 || feedback.isEmpty()) {
                continue;
            }
            DayVoices voices = DayVoices.of(new FeedbackDay(parts.lake(), day));
            // Waiting feedback never has a record. If other feedback has none either, an earlier version of Petty
            // published the day.
            boolean isDone = published.feedback().fingerprint().equals(feedback)
                    && voices.unrecorded() <= published.feedback().waiting();
            if (voices.unrecorded() > 0 && !isDone) {
                record(
                        day,
                        voices,
                        TableFiles.published(
                                parts.lake().timelines(), published.snapshots().timelines(), day));
            }
        }
        commit();
    }

    /**
     * Records the events in the given files with the feedback on them.
     *
     * @param voices the voices on the day's events
     * @param timelines the day's files of the timelines table
     */
    public void record(LocalDate day, DayVoices voices, Collection<DataFile> timelines) throws IOException {
        RowTable<Event> table = RowTable.timelines(parts.lake());
        Map<String, AboutEvent> events = new HashMap<>();
        for (DataFile file : timelines) {
            table.read(file.location(), event -> {
                if (voices.isUnrecorded(event.eventId())) {
                    events.put(event.eventId(), AboutEvent.of(event));
                }
            });
        }
        if (!events.isEmpty()) {
            days.add(day);
            files.addAll(write(day, events));
        }
    }

    private List<DataFile> write(LocalDate day, Map<String, AboutEvent> events) throws IOException {
        RowTable<Feedback> table = RowTable.feedback(parts.lake());
        try (NewFile<Feedback> file = table.newFile(TableFiles.partition(table.table(), EventId.prefix(day)), name)) {
            List<Feedback> block = new ArrayList<>();
            new FeedbackDay(parts.lake(), day).rows(row -> {
                block.add(row.about() == null ? row.withAbout(events.get(row.eventId())) : row);
                if (block.size() == BLOCK_ROWS) {
                    file.write(block);
                    block.clear();
                }
            });
            file.write(block);
            return file.finish();
        }
    }

    /** Commits the records since the last call, in one commit. */
    public void commit() {
        TableFiles.replaceFeedback(parts.lake(), days, files, parts.lease());
        days.clear();
        files.clear();
    }
}
