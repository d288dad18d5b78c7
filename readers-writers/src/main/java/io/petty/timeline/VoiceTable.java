package io.petty.timeline;

import io.petty.table.ColumnBatch;
import io.petty.table.ColumnFileReader;
import io.petty.table.TableColumns;
import java.util.Iterator;
import java.util.List;

/** The voices on published events, counted: an internal table that later days' confidences are drawn from. */
public final class VoiceTable {
    public static final TableColumns<List<VoiceCount>> COLUMNS = TableColumns.<List<VoiceCount>>of()
            .text("collar_id", (counts, row) -> counts.get(row).collarId())
            .date("day", (counts, row) -> counts.get(row).day().toEpochDay())
            .text("behavior", (counts, row) -> counts.get(row).behavior().label())
            .date("given_day", (counts, row) -> counts.get(row).givenDay().toEpochDay())
            .whole("positive", (counts, row) -> counts.get(row).positive())
            .whole("negative", (counts, row) -> counts.get(row).negative())
            .build();

    private VoiceTable() {}

    /** The counts of the rows {@code from} to {@code to} (exclusive), read as they are asked for. */
    public static Iterator<VoiceCount> read(ColumnFileReader file, long from, long to) {
        return file.records(COLUMNS.names(), from, to, VoiceTable::count);
    }

    private static VoiceCount count(ColumnBatch batch, int row) {
        return new VoiceCount(
                batch.string(0, row),
                batch.date(1, row),
                Behavior.ofLabel(batch.string(2, row)),
                batch.date(3, row),
                batch.whole(4, row),
                batch.whole(5, row));
    }
}
