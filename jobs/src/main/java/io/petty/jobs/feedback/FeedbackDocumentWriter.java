package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDeliveries;
import io.petty.raw.Reject;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;

/**
 * Writes a shard's documents, and its rejects of each delivery day.
 *
 * @param name the name of the data files; no other partition or attempt uses it
 */
record FeedbackDocumentWriter(FeedbackDocumentsWork work, String name) {
    /** Rejects come first. Sorting the rest by feedback keeps an event day's feedback in few pages. */
    private static final Comparator<FeedbackDocument> ORDER = Comparator.comparing(
                    FeedbackDocument::feedback, Comparator.nullsFirst(Feedback.ORDER))
            .thenComparing(FeedbackDocument::key);

    /** Identifies the rejects of a shard that were delivered on one day. */
    record ShardDay(int shard, LocalDate deliveryDay) implements Serializable {}

    FeedbackPartition.ShardResult write(ShardDocuments shard) throws IOException {
        TreeMap<LocalDate, Long> changedDays = new TreeMap<>();
        TreeSet<LocalDate> rejectDays = new TreeSet<>();
        Stream.concat(shard.read().stream(), shard.gone().stream()).forEach(document -> {
            if (document.feedback() == null) {
                rejectDays.add(document.deliveryDay());
            } else {
                changedDays.merge(document.feedback().eventDay(), 1L, Long::sum);
            }
        });
        List<FeedbackDocument> documents = new ArrayList<>(shard.unchanged());
        documents.addAll(shard.read());
        documents.sort(ORDER);
        List<FeedbackDocument> rejected = documents.stream()
                .filter(document -> document.feedback() == null)
                .toList();
        List<DataFile> files = work.documents()
                .write(
                        TableFiles.partition(work.documents().table(), shard.shard()),
                        "shard-%02d-%s".formatted(shard.shard(), name),
                        documents);
        List<DataFile> rejectFiles = new ArrayList<>();
        for (LocalDate day : rejectDays) {
            rejectFiles.addAll(writeRejects(shard, day, rejected));
        }
        return new FeedbackPartition.ShardResult(
                new FeedbackDeliveries.Shard(
                        shard.shard(), shard.fingerprint(), documents.size(), rejected.size(), shard.forgotten()),
                files,
                shard.read().size(),
                shard.rejects().size(),
                changedDays,
                rejectDays,
                rejectFiles);
    }

    /** Writes a delivery day's rejects of the shard: those of unchanged documents, and the new ones. */
    private List<DataFile> writeRejects(ShardDocuments shard, LocalDate day, List<FeedbackDocument> rejected)
            throws IOException {
        List<Reject> rejects = new ArrayList<>();
        Set<String> unchanged = new HashSet<>();
        for (FeedbackDocument document : rejected) {
            if (document.deliveryDay().equals(day)) {
                unchanged.add(document.key());
            }
        }
        for (Reject reject : shard.rejects()) {
            if (reject.deliveryDay().equals(day)) {
                rejects.add(reject);
                unchanged.remove(reject.file());
            }
        }
        for (String location : work.knownRejects().getOrDefault(new ShardDay(shard.shard(), day), List.of())) {
            work.rejects().read(location, reject -> {
                if (unchanged.contains(reject.file())) {
                    rejects.add(reject);
                }
            });
        }
        rejects.sort(Comparator.comparing(Reject::file));
        return work.rejects()
                .write(
                        TableFiles.partition(work.rejects().table(), day),
                        RejectFiles.feedbackName(shard.shard(), name),
                        rejects);
    }
}
