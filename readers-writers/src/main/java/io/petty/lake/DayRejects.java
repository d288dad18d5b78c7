package io.petty.lake;

import io.petty.parquet.ColumnFileReader;
import io.petty.raw.Reject;
import io.petty.raw.RejectTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;

/** A delivery day's rejects, of raw files and of feedback documents. */
public final class DayRejects {
    private static final Comparator<Reject> ORDER = Comparator.comparing(Reject::file)
            .thenComparing(Reject::line, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final Lake lake;
    private final LocalDate deliveryDay;

    public DayRejects(Lake lake, LocalDate deliveryDay) {
        this.lake = lake;
        this.deliveryDay = deliveryDay;
    }

    /** The next reject of a file of the table, and those behind it. */
    private record Head(Reject reject, Iterator<Reject> more) {}

    /** All of them, by file and line. */
    public void rows(PublishedDay.Rows<Reject> rows) throws IOException {
        Table table = lake.rejects();
        List<Closeable> opened = new ArrayList<>();
        try {
            PriorityQueue<Head> heads = new PriorityQueue<>((a, b) -> ORDER.compare(a.reject, b.reject));
            for (DataFile file :
                    Lake.currentDataFiles(table, Expressions.equal("delivery_day", deliveryDay.toString()))) {
                ColumnFileReader reader = new ColumnFileReader(table.io().newInputFile(file.location()));
                opened.add(reader);
                push(heads, RejectTable.read(reader, 0, reader.rowCount()));
            }
            while (!heads.isEmpty()) {
                Head head = heads.remove();
                rows.row(head.reject);
                push(heads, head.more);
            }
        } finally {
            for (Closeable file : opened) {
                file.close();
            }
        }
    }

    private static void push(PriorityQueue<Head> heads, Iterator<Reject> rows) {
        if (rows.hasNext()) {
            heads.add(new Head(rows.next(), rows));
        }
    }
}
