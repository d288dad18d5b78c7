package io.petty.lake;

import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import io.petty.table.ColumnFileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/**
 * A delivery day's rejects, counted.
 *
 * @param byReason by the reason's label
 * @param byFile by file, then by the reason's label
 * @param examples the first few rejects of each reason
 */
public record RejectCounts(
        Map<String, Long> byReason, Map<String, Map<String, Long>> byFile, Map<String, List<Reject>> examples) {
    private static final int EXAMPLES = 3;

    /** Counts what the rejects table holds of the delivery day. */
    public static RejectCounts of(Lake lake, LocalDate deliveryDay) {
        RejectCounts counts = new RejectCounts(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        Table table = lake.rejects();
        for (DataFile file : filesInOrder(table, deliveryDay)) {
            try (ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()))) {
                Iterator<Reject> rejects = RejectTable.read(reader, 0, reader.rowCount());
                while (rejects.hasNext()) {
                    counts.add(rejects.next());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The rejects of %s can't be read".formatted(deliveryDay), e);
            }
        }
        return counts;
    }

    /** The rejects table's files of a delivery day, so that their rows are in order of file and line. */
    public static List<DataFile> filesInOrder(Table rejects, LocalDate deliveryDay) {
        List<DataFile> files = new ArrayList<>(
                Lake.currentDataFiles(rejects, Expressions.equal("delivery_day", deliveryDay.toString())));
        // Each holds the rejects of neighbouring raw files, and is named by its place among them.
        files.sort((a, b) -> a.location().compareTo(b.location()));
        return files;
    }

    private void add(Reject reject) {
        String reason = reject.reason().label();
        byReason.merge(reason, 1L, Long::sum);
        byFile.computeIfAbsent(reject.file(), file -> new TreeMap<>()).merge(reason, 1L, Long::sum);
        List<Reject> shown = examples.computeIfAbsent(reason, key -> new ArrayList<>());
        if (shown.size() < EXAMPLES) {
            shown.add(reject);
        }
    }
}
