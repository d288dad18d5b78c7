package io.petty.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.systemtests.reference.RandomCollarDays;
import io.petty.systemtests.reference.ReferenceExport;
import io.petty.systemtests.reference.ReferencePlace;
import io.petty.systemtests.reference.ReferenceReading;
import io.petty.systemtests.reference.ReferenceTimeline;
import io.petty.systemtests.reference.RowsAssert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares DuckDB's timelines and summaries with the reference, for difficult collar-days of one delivery day. */
class DuckDbRulesTest {
    private static final LocalDate DELIVERY_DAY = LocalDate.of(2026, 11, 20);
    private static final int COLLARS = 150;
    private static final long DAY_MILLIS = 86_400_000;
    private static final String[] NO_HEART_RATE = {
        "", "\"heart_rate\":null,", "\"heart_rate\":0,", "\"heart_rate\":0.0,"
    };

    @TempDir
    private Path folder;

    @Test
    void matchesTheTimelinesAndSummariesOfTheReference() throws IOException, SQLException {
        Path raw = folder.resolve("raw");
        Path out = folder.resolve("out");
        List<ReferenceTimeline> expected = new ArrayList<>();
        Files.createDirectories(raw.resolve("dt=" + DELIVERY_DAY));
        try (Writer file =
                Files.newBufferedWriter(raw.resolve("dt=" + DELIVERY_DAY).resolve("readings.ndjson"))) {
            RandomCollarDays collars = new RandomCollarDays(9);
            for (int i = 0; i < COLLARS; i++) {
                SortedMap<LocalDate, List<ReferenceReading>> days =
                        upToTheDeliveryDay(collars.next().days());
                expected.addAll(ReferenceTimeline.ofCollar(days).values());
                days.values().forEach(readings -> readings.forEach(reading -> write(reading, file)));
            }
        }

        assertThat(DuckDb.run(
                        "timelines",
                        "--raw",
                        raw.toString(),
                        "--date",
                        DELIVERY_DAY.toString(),
                        "--out",
                        out.toString()))
                .isEqualTo(DuckDb.DONE);

        RowsAssert.assertThatRows(ndjson(out, "timelines", "start", "end"))
                .matches(ReferenceExport.timelines(expected));
        RowsAssert.assertThatRows(ndjson(out, "summaries", "first_reading", "last_reading"))
                .matches(ReferenceExport.summaries(expected));
    }

    /** Moves the days so that the last one is the delivery day, and drops those that are too old for it. */
    private static SortedMap<LocalDate, List<ReferenceReading>> upToTheDeliveryDay(
            SortedMap<LocalDate, List<ReferenceReading>> days) {
        long shift = DELIVERY_DAY.toEpochDay() - days.lastKey().toEpochDay();
        SortedMap<LocalDate, List<ReferenceReading>> moved = new TreeMap<>();
        days.tailMap(days.lastKey().minusDays(30))
                .forEach((day, readings) -> moved.put(
                        day.plusDays(shift),
                        readings.stream()
                                .map(reading -> new ReferenceReading(
                                        reading.collar(),
                                        reading.time() + shift * DAY_MILLIS,
                                        reading.heartRate(),
                                        reading.activity(),
                                        reading.place()))
                                .toList()));
        return moved;
    }

    private static void write(ReferenceReading reading, Writer file) {
        String heartRate = reading.heartRate() == null
                ? NO_HEART_RATE[(int) (reading.time() % NO_HEART_RATE.length)]
                : "\"heart_rate\":%s,".formatted(BigDecimal.valueOf(reading.heartRate(), 3));
        try {
            file.write("{\"collar_id\":\"%s\",\"timestamp\":\"%s\",%s\"activity_level\":%d%s}%n"
                    .formatted(
                            reading.collar(),
                            ReferenceExport.timestamp(reading.time()),
                            heartRate,
                            reading.activity(),
                            location(reading.place())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String location(@Nullable ReferencePlace place) {
        if (place == null) {
            return "";
        }
        // Longitude 0 with latitude 0 would count as no location.
        BigDecimal lon = place.lon() == 0 ? BigDecimal.valueOf(1, 7) : BigDecimal.valueOf(place.lon(), 6);
        return ",\"location\":{\"type\":\"Point\",\"coordinates\":[%s,%s]}"
                .formatted(
                        lon.toPlainString(), BigDecimal.valueOf(place.lat(), 6).toPlainString());
    }

    /** Formats the rows as exports do. */
    private static String ndjson(Path out, String table, String from, String until) throws IOException, SQLException {
        Path ndjson = out.resolve(table + ".ndjson");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    copy (
                        select * replace (strftime("%1$s", '%%Y-%%m-%%dT%%H:%%M:%%S.%%gZ') as "%1$s",
                            strftime("%2$s", '%%Y-%%m-%%dT%%H:%%M:%%S.%%gZ') as "%2$s")
                        from %3$s order by collar_id, "%1$s"
                    ) to %4$s (format json)""".formatted(from, until, DuckDb.quoted(out.resolve(table + ".parquet")), DuckDb.quoted(ndjson)));
        }
        return Files.readString(ndjson);
    }
}
