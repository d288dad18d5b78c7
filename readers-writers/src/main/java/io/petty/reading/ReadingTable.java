package io.petty.reading;

import io.petty.parquet.TableColumns;

/** The columns of the readings table, for blocks of readings. {@link CollarDayReader} reads them. */
public final class ReadingTable {
    /** Units of a packed heart rate in one beat per minute. */
    static final double HEART_RATE_SCALE = 1e3;

    /** Units of a packed longitude or latitude in one degree. */
    static final double DEGREE_SCALE = 1e6;

    /** The columns, with the names and the order of the specification. */
    public static final TableColumns<DeliveredReadings> COLUMNS = TableColumns.<DeliveredReadings>ofBlocks()
            .textOfBlock("collar_id", block -> block.readings().collarId())
            .sequentialTime("time", DeliveredReadings::epochMillis, DeliveredReadings::epochMillis)
            .optionalReal(
                    "heart_rate",
                    (block, row) -> !block.readings().hasHeartRate(row),
                    DeliveredReadings::heartRate,
                    DeliveredReadings::heartRates)
            .whole("activity_level", (block, row) -> block.readings().activity(row), DeliveredReadings::activities)
            .optionalDistinctReal(
                    "lon",
                    (block, row) -> !block.readings().hasLocation(row),
                    DeliveredReadings::longitude,
                    DeliveredReadings::longitudes)
            .optionalDistinctReal(
                    "lat",
                    (block, row) -> !block.readings().hasLocation(row),
                    DeliveredReadings::latitude,
                    DeliveredReadings::latitudes)
            .dateOfBlock("event_day", DeliveredReadings::eventEpochDay)
            .dateOfBlock("delivery_day", DeliveredReadings::deliveryEpochDay)
            .build();

    private ReadingTable() {}
}
