package io.petty.jobs.forget;

import io.petty.forgotten.Forgotten;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.batch.RejectFiles;
import io.petty.jobs.batch.RowTable;
import io.petty.lake.Lake;
import io.petty.raw.Reject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/** Erases the rejects that name a collar. If only the key of a reject's file names it, replaces the name in the key. */
final class RejectErasure {
    private final RowTable<Reject> rejects;
    private final TableErasure<String> erasure;

    /** @param forgotten the collar and its events */
    RejectErasure(Lake lake, Forgotten forgotten) {
        this.rejects = RowTable.rejects(lake);
        this.erasure = new TableErasure<>("rejects", rejects.table(), of(rejects, forgotten));
    }

    private static RowErasure<Reject, String> of(RowTable<Reject> rejects, Forgotten forgotten) {
        RowErasure.Rule<Reject> rule = () -> {
            ForgottenNames names = forgotten.names();
            return row -> left(row, names);
        };
        return new RowErasure<>(rejects, null, rule, Reject::file);
    }

    /** Returns the reject with the names in its file's key replaced, or null if the reject is erased. */
    private static @Nullable Reject left(Reject row, ForgottenNames names) {
        if (names.areIn(row.content()) || names.areIn(row.message())) {
            return null;
        }
        String file = names.withoutThem(row.file());
        return file.equals(row.file())
                ? row
                : new Reject(row.deliveryDay(), file, row.line(), row.reason(), row.message(), row.content());
    }

    TableErasure<String> erasure() {
        return erasure;
    }

    /** Returns the keys of feedback documents whose rejects are erased, or changed because the key names the collar. */
    Set<String> documents() {
        Set<String> documents = new HashSet<>();
        erasure.erased().forEach((file, erased) -> {
            if (RejectFiles.isOfFeedback(file)) {
                documents.addAll(erased.rows());
            }
        });
        return documents;
    }

    SortedSet<LocalDate> deliveryDays() {
        return erasure.erased().keySet().stream()
                .map(RejectFiles::deliveryDay)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the current numbers of rejected lines of raw files, by delivery day and file. */
    SortedMap<LocalDate, SortedMap<String, Long>> lines(Set<LocalDate> deliveryDays, FileSteps steps)
            throws IOException {
        List<DataFile> files = TableHistory.current(rejects.table()).stream()
                .filter(file -> deliveryDays.contains(RejectFiles.deliveryDay(file)) && !RejectFiles.isOfFeedback(file))
                .toList();
        Map<String, SortedMap<String, Long>> counts = steps.each("Counting rejects", files, lines(rejects));
        SortedMap<LocalDate, SortedMap<String, Long>> lines = new TreeMap<>();
        deliveryDays.forEach(day -> lines.put(day, new TreeMap<>()));
        for (DataFile file : files) {
            SortedMap<String, Long> ofDay = Objects.requireNonNull(lines.get(RejectFiles.deliveryDay(file)));
            Objects.requireNonNull(counts.get(file.location()))
                    .forEach((raw, count) -> ofDay.merge(raw, count, Long::sum));
        }
        return lines;
    }

    private static FileWork<SortedMap<String, Long>> lines(RowTable<Reject> rejects) {
        return (file, newName) -> {
            SortedMap<String, Long> lines = new TreeMap<>();
            rejects.read(file.location(), row -> {
                if (row.line() != null) {
                    lines.merge(row.file(), 1L, Long::sum);
                }
            });
            return lines;
        };
    }
}
