package io.petty.jobs.feedback;

import io.petty.feedback.Feedback;
import io.petty.feedback.FeedbackDocument;
import io.petty.feedback.FeedbackDocumentTable;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.TableFiles;
import io.petty.lake.FeedbackDeliveries;
import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.Table;

/** Gathers one shard's documents after the other's, and writes those and their rejects when the shard ends. */
final class FeedbackDocumentWriter {
    /** By feedback, so that an event day's is found in a few pages; rejects first. */
    private static final Comparator<FeedbackDocument> ORDER = Comparator.comparing(
                    FeedbackDocument::feedback, Comparator.nullsFirst(Feedback.ORDER))
            .thenComparing(FeedbackDocument::key);

    private final Table table;
    private final Table rejectsTable;
    private final Map<ShardDay, List<String>> standingRejects;
    private final String name;
    private final List<FeedbackPartition.ShardResult> results = new ArrayList<>();
    private List<FeedbackDocument> documents = new ArrayList<>();
    private List<Reject> rejects = new ArrayList<>();
    private TreeMap<LocalDate, Long> changedDays = new TreeMap<>();
    private TreeSet<LocalDate> rejectDays = new TreeSet<>();
    private long read;
    private long rejected;

    /** The rejects of a shard that were delivered on one day. */
    record ShardDay(int shard, LocalDate deliveryDay) implements Serializable {}

    /** @param name of the data files, used by no other partition or attempt */
    FeedbackDocumentWriter(FeedbackDocumentsWork work, String name) {
        this.table = work.documents();
        this.rejectsTable = work.rejects();
        this.standingRejects = work.standingRejects();
        this.name = name;
    }

    void write(DocumentBlock block) throws IOException {
        documents.addAll(block.known());
        documents.addAll(block.read());
        rejects.addAll(block.rejects());
        block.read().forEach(this::changed);
        read += block.read().size();
        rejected += block.rejects().size();
        if (block.end() != null) {
            block.end().gone().values().forEach(this::changed);
            endShard(block.end());
        }
    }

    private void changed(FeedbackDocument document) {
        if (document.feedback() == null) {
            rejectDays.add(document.deliveryDay());
        } else {
            changedDays.merge(document.feedback().eventDay(), 1L, Long::sum);
        }
    }

    private void endShard(DocumentBlock.ShardEnd end) throws IOException {
        documents.sort(ORDER);
        long rejectedNow = documents.stream()
                .filter(document -> document.feedback() == null)
                .count();
        List<DataFile> files = documents.isEmpty() ? List.of() : List.of(documentFile(end.shard()));
        List<DataFile> rejectFiles = new ArrayList<>();
        for (LocalDate day : rejectDays) {
            rejectFile(end.shard(), day, rejectFiles);
        }
        results.add(new FeedbackPartition.ShardResult(
                new FeedbackDeliveries.Shard(
                        end.shard(), end.fingerprint(), documents.size(), rejectedNow, end.forgotten()),
                files,
                read,
                rejected,
                changedDays,
                rejectDays,
                rejectFiles));
        documents = new ArrayList<>();
        rejects = new ArrayList<>();
        changedDays = new TreeMap<>();
        rejectDays = new TreeSet<>();
        read = 0;
        rejected = 0;
    }

    private DataFile documentFile(int shard) throws IOException {
        PartitionData partition = TableFiles.partition(table, shard);
        try (ColumnFileWriter<List<FeedbackDocument>> file = new ColumnFileWriter<>(
                TableFiles.newFile(table, partition, "shard-%02d-%s".formatted(shard, name)),
                FeedbackDocumentTable.COLUMNS)) {
            file.write(documents, 0, documents.size());
            file.finish();
            return file.dataFile(table.spec(), partition, table.sortOrder());
        }
    }

    /** Puts a delivery day's rejects of the shard together: those that still stand, and the new ones. */
    private void rejectFile(int shard, LocalDate day, List<DataFile> into) throws IOException {
        Set<String> fresh = new HashSet<>();
        List<Reject> ofDay = new ArrayList<>();
        for (Reject reject : rejects) {
            if (reject.deliveryDay().equals(day)) {
                ofDay.add(reject);
                fresh.add(reject.file());
            }
        }
        Set<String> standing = new HashSet<>();
        for (FeedbackDocument document : documents) {
            if (document.feedback() == null && document.deliveryDay().equals(day) && !fresh.contains(document.key())) {
                standing.add(document.key());
            }
        }
        for (String location : standingRejects.getOrDefault(new ShardDay(shard, day), List.of())) {
            try (ColumnFileReader reader =
                    new ColumnFileReader(rejectsTable.io().newInputFile(location))) {
                RejectTable.read(reader, 0, reader.rowCount()).forEachRemaining(reject -> {
                    if (standing.contains(reject.file())) {
                        ofDay.add(reject);
                    }
                });
            }
        }
        if (ofDay.isEmpty()) {
            return;
        }
        ofDay.sort(Comparator.comparing(Reject::file));
        PartitionData partition = TableFiles.partition(rejectsTable, day);
        try (ColumnFileWriter<List<Reject>> file = new ColumnFileWriter<>(
                TableFiles.newFile(rejectsTable, partition, RejectFiles.feedbackName(shard, name)),
                RejectTable.COLUMNS)) {
            file.write(ofDay, 0, ofDay.size());
            file.finish();
            into.add(file.dataFile(rejectsTable.spec(), partition, rejectsTable.sortOrder()));
        }
    }

    FeedbackPartition.Result finish() {
        return new FeedbackPartition.Result(results);
    }
}
