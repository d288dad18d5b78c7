package io.petty.jobs.forget;

import io.petty.feedback.AboutEvent;
import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.feedback.FeedbackTable;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.feedback.DayVoices;
import io.petty.jobs.feedback.FoundFeedback;
import io.petty.lake.FeedbackDay;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Fingerprint;
import io.petty.lake.Lake;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;

/** Takes what owners said of a collar's events out of the tables of feedback. */
final class FeedbackErasure {
    private final RowTable<Feedback> feedback;
    private final RowTable<FeedbackDocument> documents;
    private final Lake lake;
    private final String collarId;
    private final ForgottenNames names;
    private final TableChange feedbackChange;
    private final TableChange documentChange;
    private final Set<LocalDate> days = new TreeSet<>();
    private final Set<Integer> shards = new TreeSet<>();
    private final Set<String> standing = new HashSet<>();
    private boolean found;
    private long feedbackRows;
    private long documentRows;

    /** @param names knows the collar and its events */
    FeedbackErasure(Lake lake, String collarId, ForgottenNames names, FileNames fileNames) {
        this.feedback = new RowTable<>(lake.feedback(), FeedbackTable.COLUMNS, FeedbackTable::read, fileNames);
        this.documents = new RowTable<>(
                lake.feedbackDocuments(), FeedbackDocumentTable.COLUMNS, FeedbackDocumentTable::read, fileNames);
        this.lake = lake;
        this.collarId = collarId;
        this.names = names;
        this.feedbackChange = new TableChange(feedback.table());
        this.documentChange = new TableChange(documents.table());
    }

    /**
     * Finds the collar's feedback, and rewrites the files that have it.
     *
     * @param rejected keys of documents whose rejects name the collar
     */
    void prepare(Set<String> rejected, Runnable check) throws IOException {
        for (DataFile file : TableHistory.current(feedback.table())) {
            check.run();
            standing.add(file.location());
            long own = count(feedback, file, this::isGone, row -> days.add(row.eventDay()));
            if (own > 0) {
                feedbackRows += own;
                feedbackChange.replace(
                        List.of(file),
                        feedback.rewrite(file, row -> isGone(row) ? null : row).stream()
                                .toList());
            }
        }
        for (DataFile file : TableHistory.current(documents.table())) {
            check.run();
            standing.add(file.location());
            long own = count(documents, file, row -> isGone(row, rejected), row -> shards.add(row.shard()));
            if (own > 0) {
                documentRows += own;
                documentChange.replace(
                        List.of(file),
                        documents.rewrite(file, row -> isGone(row, rejected) ? null : row).stream()
                                .toList());
            }
        }
        found = feedbackRows + documentRows > 0;
        findEarlier(feedback, this::isGone, check);
        findEarlier(documents, row -> isGone(row, rejected), check);
    }

    private <R> void findEarlier(RowTable<R> table, Going<R> going, Runnable check) throws IOException {
        for (DataFile file : TableHistory.all(table.table())) {
            if (!found && !standing.contains(file.location())) {
                check.run();
                found = count(table, file, going, row -> {}) > 0;
            }
        }
    }

    /** Whether a row is to go. */
    private interface Going<R> {
        boolean is(R row);
    }

    private static <R> long count(RowTable<R> table, DataFile file, Going<R> going, RowTable.Looking<R> each)
            throws IOException {
        long[] count = new long[1];
        table.read(file, row -> {
            if (going.is(row)) {
                count[0]++;
                each.at(row);
            }
        });
        return count[0];
    }

    private boolean isGone(Feedback row) {
        AboutEvent about = row.about();
        return names.isEvent(row.eventId())
                || names.areInKey(row.delivered())
                || (about != null && about.collarId().equals(collarId));
    }

    private boolean isGone(FeedbackDocument row, Set<String> rejected) {
        return names.areInKey(row.key())
                || (row.feedback() == null
                        ? rejected.contains(row.key())
                        : names.isEvent(row.feedback().eventId()));
    }

    /** The event days whose feedback becomes another. */
    Set<LocalDate> days() {
        return days;
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
        return found;
    }

    Map<String, Long> rows() {
        return Map.of("feedback", feedbackRows, "feedback_documents", documentRows);
    }

    List<TableChange> changes() {
        return List.of(feedbackChange, documentChange);
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
    List<FeedbackDeliveries.Shard> shards(List<FeedbackDeliveries.Shard> before) throws IOException {
        SortedMap<Integer, long[]> counts = new TreeMap<>();
        for (DataFile file : TableHistory.current(documents.table())) {
            documents.read(file, row -> {
                long[] count = counts.computeIfAbsent(row.shard(), any -> new long[2]);
                count[0]++;
                count[1] += row.feedback() == null ? 1 : 0;
            });
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
}
