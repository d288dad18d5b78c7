package io.petty.lake;

import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** Reads the rejects of a delivery day's raw files and feedback documents. */
public record DayRejects(Lake lake, LocalDate deliveryDay) {
    private static final Comparator<Reject> ORDER = Comparator.comparing(Reject::file)
            .thenComparing(Reject::line, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Reads all rejects, by file and line. */
    public void rows(PublishedDay.Rows<Reject> rows) throws IOException {
        Table table = lake.rejects();
        List<DataFile> files = Lake.currentDataFiles(table, Expressions.equal("delivery_day", deliveryDay.toString()));
        PublishedDay.merge(table, files, RejectTable::read, ORDER, rows);
    }
}
