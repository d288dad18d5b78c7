package io.petty.jobs.forget;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.lake.FeedbackDay;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;

/** Takes what owners said of a collar's events out of the tables of feedback. */
final class FeedbackErasure {
    private final Lake lake;
    private final RowTable<Feedback> feedback;
    private final RowTable<FeedbackDocument> documents;
    private final TableErasure<LocalDate> feedbackErasure;
    private final TableErasure<Integer> documentErasure;

    /**
     * Takes what is to be erased.
     *
     * @param forgotten knows the collar and its events
     * @param rejected keys of documents whose rejects name the collar
     */
    FeedbackErasure(Lake lake, String collarId, Forgotten forgotten, Set<String> rejected) {
        this.lake = lake;
        this.feedback = new RowTable<>(lake.feedback(), () -> FeedbackTable.COLUMNS, FeedbackTable::read);
        this.documents = new RowTable<>(
                lake.feedbackDocuments(), () -> FeedbackDocumentTable.COLUMNS, FeedbackDocumentTable::read);
        this.feedbackErasure = new TableErasure<>(
                "feedback",
                feedback.table(),
                of(feedback, forgotten, (row, names) -> isGone(row, names, collarId), Feedback::eventDay));
        this.documentErasure = new TableErasure<>(
                "feedback documents",
                documents.table(),
                of(documents, forgotten, (row, names) -> isGone(row, names, rejected), FeedbackDocument::shard));
    }

    /** Whether a row is to go. */
    private interface Going<R> extends Serializable {
        boolean is(R row, ForgottenNames names);
    }

    private static <R, K> FileErasure<K> of(
            RowTable<R> table, Forgotten forgotten, Going<R> going, RowErasure.Kept<R, K> kept) {
        RowErasure.Rule<R> rule = () -> {
            ForgottenNames names = forgotten.names();
            return row -> going.is(row, names) ? null : row;
        };
        return new RowErasure<>(table, null, rule, kept);
    }

    private static boolean isGone(Feedback row, ForgottenNames names, String collarId) {
        AboutEvent about = row.about();
        return names.isEvent(row.eventId())
                || names.areInKey(row.delivered())
                || (about != null && about.collarId().equals(collarId));
    }

    private static boolean isGone(FeedbackDocument row, ForgottenNames names, Set<String> rejected) {
        return names.areInKey(row.key())
                || (row.feedback() == null
                        ? rejected.contains(row.key())
                        : names.isEvent(row.feedback().eventId()));
    }

    List<TableErasure<?>> erasures() {
        return List.of(feedbackErasure, documentErasure);
    }

    /** The event days whose feedback changes. */
    Set<LocalDate> days() {
        return feedbackErasure.rows().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Counts what of a day's feedback, as the table holds it now, is on other events than these or carried over to one.
     *
     * @param events of the day, those of each collar one after the other in order of their starts
     */
    DayErasure.Elsewhere elsewhere(LocalDate day, List<Event> events) throws IOException {
        DayVoices said = DayVoices.of(new FeedbackDay(lake, day));
        FoundFeedback found = FoundFeedback.NONE;
        int from = 0;
        for (int i = 1; i <= events.size(); i++) {
            if (i == events.size()
                    || !events.get(i).collarId().equals(events.get(from).collarId())) {
                found = found.plus(said.of(events.subList(from, i)).found());
                from = i;
            }
        }
        return new DayErasure.Elsewhere(said.documents() - found.documents(), found.carried());
    }

    private List<DataFile> files(LocalDate day) {
        return Lake.currentDataFiles(feedback.table(), Expressions.startsWith("event_id", EventId.prefix(day)));
    }

    boolean isFound() {
        return feedbackErasure.isFound() || documentErasure.isFound();
    }

    Map<String, Long> rows() {
        return Map.of("feedback", feedbackErasure.rowCount(), "feedback_documents", documentErasure.rowCount());
    }

    /** What the tables hold now on days, as the job that puts feedback together counts it. */
    List<FeedbackDeliveries.Day> recorded(Set<LocalDate> changed) throws IOException {
        List<FeedbackDeliveries.Day> now = new ArrayList<>();
        for (LocalDate day : changed) {
            Fingerprint fingerprint = new Fingerprint();
            long[] rows = {0, Long.MAX_VALUE};
            for (DataFile file : files(day)) {
                feedback.read(file, row -> {
                    fingerprint.add(row);
                    rows[0]++;
                    rows[1] = Math.min(rows[1], row.timestamp());
                });
            }
            if (rows[0] > 0) {
                now.add(new FeedbackDeliveries.Day(day, rows[0], Instant.ofEpochMilli(rows[1]), fingerprint.digest()));
            }
        }
        return now;
    }

    /** Returns the shards with their present numbers of documents; what is missing from the earlier numbers is forgotten. */
    List<FeedbackDeliveries.Shard> shards(List<FeedbackDeliveries.Shard> before, FileSteps steps) throws IOException {
        List<DataFile> files = TableHistory.current(documents.table());
        Map<String, Long> rejects = steps.each("Counting documents", files, rejects(documents));
        SortedMap<Integer, long[]> counts = new TreeMap<>();
        for (DataFile file : files) {
            long[] count = counts.computeIfAbsent(file.partition().get(0, Integer.class), any -> new long[2]);
            count[0] += file.recordCount();
            count[1] += Objects.requireNonNull(rejects.get(file.location()));
        }
        return before.stream()
                .map(shard -> {
                    long[] count = counts.getOrDefault(shard.shard(), new long[2]);
                    return new FeedbackDeliveries.Shard(
                            shard.shard(),
                            shard.fingerprint(),
                            count[0],
                            count[1],
                            Math.max(0, shard.documents() + shard.forgotten() - count[0]));
                })
                .filter(shard -> !before.contains(shard))
                .toList();
    }

    private static FileWork<Long> rejects(RowTable<FeedbackDocument> documents) {
        return (file, newName) -> {
            long[] count = new long[1];
            documents.read(file, row -> count[0] += row.feedback() == null ? 1 : 0);
            return count[0];
        };
    }
}
