package io.petty.parquet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a sample table, which has a column of every type. The times are encoded as differences. In homes of earlier
 * versions, such columns exist even in tables with a lookup key.
 */
public record SampleRow(
        String id,
        @Nullable String note,
        long time,
        double rate,
        @Nullable Double distance,
        int level,
        @Nullable Integer cycles,
        long line,
        @Nullable Long offset,
        int day,
        List<String> flags) {

    public static final TableColumns<List<SampleRow>> COLUMNS =
            others(TableColumns.<SampleRow>ofRecords().text("id", SampleRow::id));

    /** The same columns, with the id as the lookup key. */
    public static final TableColumns<List<SampleRow>> KEYED =
            others(TableColumns.<SampleRow>ofRecords().key("id", SampleRow::id));

    private static TableColumns<List<SampleRow>> others(TableColumns.RecordBuilder<SampleRow> columns) {
        columns.optionalText("note", SampleRow::note);
        columns.sequentialTime("time", (rows, row) -> rows.get(row).time(), SampleRow::times);
        return columns.real("rate", SampleRow::rate)
                .optionalReal("distance", SampleRow::distance)
                .whole("level", SampleRow::level)
                .optionalWhole("cycles", SampleRow::cycles)
                .longWhole("line", SampleRow::line)
                .optionalLongWhole("offset", SampleRow::offset)
                .date("day", row -> LocalDate.ofEpochDay(row.day()))
                .texts("flags", SampleRow::flags)
                .build();
    }

    private static void times(List<SampleRow> rows, int from, int to, long[] into, int at) {
        for (int row = from; row < to; row++) {
            into[at + row - from] = rows.get(row).time();
        }
    }

    public SampleRow withId(String other) {
        return new SampleRow(other, note, time, rate, distance, level, cycles, line, offset, day, flags);
    }

    public static SampleRow number(int i) {
        return new SampleRow(
                "collar-" + i / 100,
                i % 3 == 0 ? null : "note " + i + " \u00e9\u2028\ud83d\udc15",
                1_763_607_845_678L + 5_000L * i,
                60 + i % 40 / 8.0,
                i % 4 == 0 ? null : i / 7.0,
                i % 3,
                i % 5 == 0 ? i : null,
                i * 3_000_000_000L,
                i % 2 == 0 ? null : -i * 10_000_000_000L,
                20_000 + i / 1_000 - 30_000 * (i % 2),
                List.of("high_resting_heart_rate", "prolonged_inactivity").subList(0, i % 3));
    }

    static List<SampleRow> numbers(int count) {
        List<SampleRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(number(i));
        }
        return rows;
    }

    public static SampleRow of(ColumnBatch batch, int row) {
        return new SampleRow(
                batch.string(0, row),
                batch.stringOrNull(1, row),
                batch.timestampMillis(2, row),
                batch.real(3, row),
                batch.realOrNull(4, row),
                batch.whole(5, row),
                batch.wholeOrNull(6, row),
                batch.longWhole(7, row),
                batch.longWholeOrNull(8, row),
                batch.whole(9, row),
                batch.strings(10, row));
    }
}
