package io.petty.jobs.forget;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.RowTable;
import io.petty.jobs.batch.TableFiles;
import io.petty.jobs.calibration.DayVoices;
import io.petty.jobs.calibration.FoundFeedback;
import io.petty.lake.FeedbackDay;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.timeline.Event;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** Erases the feedback on a collar's events. */
final class FeedbackErasure {
    private final Lake lake;
    private final RowTable<Feedback> feedback;
    private final RowTable<FeedbackDocument> documents;
    private final TableErasure<LocalDate> feedbackErasure;
    private final TableErasure<Integer> documentErasure;

    /**
     * Creates the erasure.
     *
     * @param forgotten the collar and its events
     * @param rejected keys of documents whose rejects name the collar
     */
    FeedbackErasure(Lake lake, String collarId, Forgotten forgotten, Set<String> rejected) {
        this.lake = lake;
        this.feedback = RowTable.feedback(lake);
        this.documents = RowTable.feedbackDocuments(lake);
        this.feedbackErasure = new TableErasure<>(
                "feedback",
                feedback.table(),
                of(feedback, forgotten, (row, names) -> isErased(row, names, collarId), Feedback::eventDay));
        this.documentErasure = new TableErasure<>(
                "feedback documents",
                documents.table(),
                of(documents, forgotten, (row, names) -> isErased(row, names, rejected), FeedbackDocument::shard));
    }

    /** Determines whether a row is erased. */
    private interface Condition<R> extends Serializable {
        boolean holds(R row, ForgottenNames names);
    }

    private static <R, K> RowErasure<R, K> of(
            RowTable<R> table, Forgotten forgotten, Condition<R> erased, RowErasure.Kept<R, K> kept) {
        RowErasure.Rule<R> rule = () -> {
            ForgottenNames names = forgotten.names();
            return row -> erased.holds(row, names) ? null : row;
        };
        return new RowErasure<>(table, null, rule, kept);
    }

    private static boolean isErased(Feedback row, ForgottenNames names, String collarId) {
        AboutEvent about = row.about();
        return names.isEvent(row.eventId())
                || names.areInKey(row.delivered())
                || (about != null && about.collarId().equals(collarId));
    }

    private static boolean isErased(FeedbackDocument row, ForgottenNames names, Set<String> rejected) {
        return names.areInKey(row.key())
                || (row.feedback() == null
                        ? rejected.contains(row.key())
                        : names.isEvent(row.feedback().eventId()));
    }

    List<TableErasure<?>> erasures() {
        return List.of(feedbackErasure, documentErasure);
    }

    /** Returns the event days whose feedback changes. */
    Set<LocalDate> days() {
        return feedbackErasure.rows().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Counts the pieces of a day's current feedback that find none of the events, and those that are carried over to
     * one.
     *
     * @param events the day's events, sorted by collar and start
     */
    DayErasure.Elsewhere elsewhere(LocalDate day, List<Event> events) throws IOException {
        DayVoices voices = DayVoices.of(new FeedbackDay(lake, day));
        FoundFeedback found = FoundFeedback.NONE;
        for (List<Event> collar : DayVoices.byCollar(events)) {
            found = found.plus(voices.of(collar).found());
        }
        return new DayErasure.Elsewhere(voices.documents() - found.documents(), found.carried());
    }

    boolean isFound() {
        return feedbackErasure.isFound() || documentErasure.isFound();
    }

    Map<String, Long> rows() {
        return Map.of("feedback", feedbackErasure.rowCount(), "feedback_documents", documentErasure.rowCount());
    }

    /** Returns the records of days' current feedback, counted as in the job that reads feedback. */
    List<FeedbackDeliveries.Day> recorded(Set<LocalDate> days) throws IOException {
        List<FeedbackDeliveries.Day> records = new ArrayList<>();
        for (LocalDate day : days) {
            Fingerprint fingerprint = new Fingerprint();
            LongSummaryStatistics times = new LongSummaryStatistics();
            for (DataFile file : TableFiles.currentFeedback(feedback.table(), day)) {
                feedback.read(file.location(), row -> {
                    fingerprint.add(row);
                    times.accept(row.timestamp());
                });
            }
            if (times.getCount() > 0) {
                records.add(new FeedbackDeliveries.Day(
                        day, times.getCount(), Instant.ofEpochMilli(times.getMin()), fingerprint.digest()));
            }
        }
        return records;
    }

    /** Returns the changed shards with their current numbers of documents. Missing documents count as forgotten. */
    List<FeedbackDeliveries.Shard> shards(List<FeedbackDeliveries.Shard> before, FileSteps steps) throws IOException {
        List<DataFile> files = TableHistory.current(documents.table());
        Map<String, Long> rejectsByFile = steps.each("Counting documents", files, rejects(documents));
        Map<Integer, Long> counts = new HashMap<>();
        Map<Integer, Long> rejects = new HashMap<>();
        for (DataFile file : files) {
            Integer shard = file.partition().get(0, Integer.class);
            counts.merge(shard, file.recordCount(), Long::sum);
            rejects.merge(shard, Objects.requireNonNull(rejectsByFile.get(file.location())), Long::sum);
        }
        return before.stream()
                .map(shard -> {
                    long count = counts.getOrDefault(shard.shard(), 0L);
                    return new FeedbackDeliveries.Shard(
                            shard.shard(),
                            shard.fingerprint(),
                            count,
                            rejects.getOrDefault(shard.shard(), 0L),
                            Math.max(0, shard.documents() + shard.forgotten() - count));
                })
                .filter(shard -> !before.contains(shard))
                .toList();
    }

    private static FileWork<Long> rejects(RowTable<FeedbackDocument> documents) {
        return (file, newName) -> {
            LongAdder count = new LongAdder();
            documents.read(file.location(), row -> count.add(row.feedback() == null ? 1 : 0));
            return count.sum();
        };
    }
}
