package io.petty.reading;

import io.petty.table.TableColumns;

/** The readings table: its columns over blocks of readings. {@link CollarDayReader} reads them back. */
public final class ReadingTable {
    /** Thousandths of a heart rate in one beat per minute. */
    static final double HEART_RATE_SCALE = 1e3;

    /** Millionths in one degree. */
    static final double DEGREE_SCALE = 1e6;

    /** In the order and by the names of the spec. */
    public static final TableColumns<DeliveredReadings> COLUMNS = TableColumns.<DeliveredReadings>of()
            .text("collar_id", (block, row) -> block.readings().collarId())
            .time("time", (block, row) -> block.epochMillis(row))
            .real("heart_rate", (block, row) -> block.readings().heartRate(row) / HEART_RATE_SCALE)
            .whole("activity_level", (block, row) -> block.readings().activity(row))
            .optionalDistinctReal(
                    "lon",
                    (block, row) -> !block.readings().hasLocation(row),
                    (block, row) -> block.readings().longitude(row) / DEGREE_SCALE)
            .optionalDistinctReal(
                    "lat",
                    (block, row) -> !block.readings().hasLocation(row),
                    (block, row) -> block.readings().latitude(row) / DEGREE_SCALE)
            .date("event_day", (block, row) -> block.eventEpochDay())
            .date("delivery_day", (block, row) -> block.deliveryEpochDay())
            .build();

    private ReadingTable() {}
}
