package io.petty.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.table.ColumnFileReader;
import io.petty.table.ColumnFileWriter;
import io.petty.table.TableColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.iceberg.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTablesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final long START = DAY.toEpochDay() * 86_400_000;

    @TempDir
    Path folder;

    private interface Rows<R> {
        Iterator<R> read(ColumnFileReader file, long from, long to);
    }

    @Test
    void keepsEvents() throws IOException {
        Event game = new Event(
                "evt_1",
                "c-1",
                DAY,
                START,
                START + 1,
                Behavior.PLAYING_FETCH,
                0.8,
                0.85,
                12,
                120.5,
                3.25,
                100,
                140.001,
                51.5,
                200.25,
                3,
                null,
                1,
                2,
                Review.DISPUTED,
                "Running",
                "2026.1");
        Event sleep = new Event(
                "evt_2",
                "c-1",
                DAY,
                START + 1,
                START + 9,
                Behavior.DEEP_SLEEP,
                0.9,
                0.9,
                4,
                50,
                0,
                50,
                50,
                null,
                null,
                null,
                48.5,
                0,
                0,
                Review.UNREVIEWED,
                null,
                "2026.1");

        assertThat(afterwards(TimelineTable.COLUMNS, List.of(game, sleep), TimelineTable::read))
                .containsExactly(game, sleep);
        assertThat(String.join(" ", TimelineTable.COLUMNS.names()))
                .isEqualTo(
                        "event_id collar_id day start end behavior rule_confidence confidence readings hr_mean hr_std "
                                + "hr_min hr_max radius_m distance_m fetch_cycles baseline_hr feedback_positive "
                                + "feedback_negative review corrected_behavior ruleset");
    }

    @Test
    void keepsSummaries() throws IOException {
        Summary restless = new Summary(
                "c-1",
                DAY,
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                30.5,
                99,
                START,
                START + 5,
                40,
                60.1,
                150,
                48.25,
                1000.5,
                8,
                List.of("high_resting_heart_rate", "prolonged_inactivity"));
        Summary calm =
                new Summary("c-2", DAY, 0, 0, 0, 0, 0, 0, 0, 0, 1, START, START, 40, 40, 40, null, 0, 1, List.of());

        assertThat(afterwards(SummaryTable.COLUMNS, List.of(restless, calm), SummaryTable::read))
                .containsExactly(restless, calm);
        assertThat(String.join(" ", SummaryTable.COLUMNS.names()))
                .isEqualTo("collar_id day minutes_deep_sleep minutes_resting minutes_alert minutes_walking "
                        + "minutes_running minutes_anxious_pacing minutes_playing_fetch observed_minutes readings "
                        + "first_reading last_reading hr_min hr_mean hr_max resting_hr distance_m events flags");
    }

    @Test
    void keepsRestingHeartRates() throws IOException {
        RestingHeartRate rate = new RestingHeartRate("c-1", DAY, 123_456_789_012L, 77);

        assertThat(afterwards(RestingTable.COLUMNS, List.of(rate), RestingTable::read))
                .containsExactly(rate);
    }

    private <R> List<R> afterwards(TableColumns<List<R>> columns, List<R> rows, Rows<R> reading) throws IOException {
        String file = folder.resolve("rows.parquet").toString();
        try (ColumnFileWriter<List<R>> writer = new ColumnFileWriter<>(Files.localOutput(file), columns)) {
            writer.write(rows, 0, rows.size());
            writer.finish();
        }
        List<R> found = new ArrayList<>();
        try (ColumnFileReader reader = new ColumnFileReader(Files.localInput(file))) {
            reading.read(reader, 0, reader.rowCount()).forEachRemaining(found::add);
        }
        return found;
    }
}
