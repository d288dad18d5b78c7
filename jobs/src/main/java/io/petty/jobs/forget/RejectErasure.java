package io.petty.jobs.forget;

import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.RejectFiles;
import io.petty.lake.Lake;
import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/** Takes lines and documents that name a collar out of the rejects. */
final class RejectErasure {
    private static final int DELIVERY_DAY = 0;

    private final RowTable<Reject> rejects;
    private final ForgottenNames names;
    private final TableChange change;
    private final SortedSet<LocalDate> deliveryDays = new TreeSet<>();
    private final Set<String> documents = new HashSet<>();
    private boolean found;
    private long rows;

    /** @param names knows the collar and its events */
    RejectErasure(Lake lake, ForgottenNames names, FileNames fileNames) {
        this.rejects = new RowTable<>(lake.rejects(), RejectTable.COLUMNS, RejectTable::read, fileNames);
        this.names = names;
        this.change = new TableChange(rejects.table());
    }

    /** Finds it, and writes the files anew that have it. */
    void prepare(Runnable check) throws IOException {
        Set<String> standing = new HashSet<>();
        for (DataFile file : TableHistory.current(rejects.table())) {
            check.run();
            standing.add(file.location());
            boolean ofFeedback = RejectFiles.isOfFeedback(file);
            if (isIn(file, row -> note(row, ofFeedback))) {
                found = true;
                change.replace(
                        List.of(file),
                        rejects.rewrite(file, this::left).stream().toList());
            }
        }
        for (DataFile file : TableHistory.all(rejects.table())) {
            if (!found && !standing.contains(file.location())) {
                check.run();
                found = isIn(file, row -> {});
            }
        }
    }

    private boolean isIn(DataFile file, RowTable.Looking<Reject> looking) throws IOException {
        boolean[] any = new boolean[1];
        rejects.read(file, row -> {
            if (!row.equals(left(row))) {
                any[0] = true;
                looking.at(row);
            }
        });
        return any[0];
    }

    /** What stays of a reject; null for nothing. */
    private @Nullable Reject left(Reject row) {
        if (names.areIn(row.content()) || names.areIn(row.message())) {
            return null;
        }
        String file = names.withoutThem(row.file());
        return file.equals(row.file())
                ? row
                : new Reject(row.deliveryDay(), file, row.line(), row.reason(), row.message(), row.content());
    }

    private void note(Reject row, boolean ofFeedback) {
        deliveryDays.add(row.deliveryDay());
        if (left(row) == null) {
            rows++;
            if (ofFeedback) {
                documents.add(row.file());
            }
        }
    }

    /** The keys of feedback documents whose rejects go. */
    Set<String> documents() {
        return documents;
    }

    SortedSet<LocalDate> deliveryDays() {
        return deliveryDays;
    }

    boolean isFound() {
        return found;
    }

    long rows() {
        return rows;
    }

    TableChange change() {
        return change;
    }

    /** How many lines of raw files are rejects now, by file. */
    SortedMap<String, Long> lines(LocalDate deliveryDay) throws IOException {
        SortedMap<String, Long> lines = new TreeMap<>();
        for (DataFile file : TableHistory.current(rejects.table())) {
            LocalDate day = LocalDate.ofEpochDay(file.partition().get(DELIVERY_DAY, Integer.class));
            if (day.equals(deliveryDay) && !RejectFiles.isOfFeedback(file)) {
                rejects.read(file, row -> {
                    if (row.line() != null) {
                        lines.merge(row.file(), 1L, Long::sum);
                    }
                });
            }
        }
        return lines;
    }
}
