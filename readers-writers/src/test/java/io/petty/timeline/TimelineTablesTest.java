package io.petty.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.parquet.ColumnFileReader;
import io.petty.parquet.ColumnFileWriter;
import io.petty.parquet.TableColumns;
import io.petty.parquet.lookup.KeyedReader;
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
                11,
                120.5,
                3.25,
                100.0,
                140.001,
                51.5,
                200.25,
                3,
                null,
                61.5,
                1,
                2,
                Review.DISPUTED,
                "Running",
                "2027.1");
        Event sleep = EventBuilder.event("c-1", START + 1, START + 9, Behavior.DEEP_SLEEP)
                .id("evt_2")
                .confidence(0.9, 0.9)
                .readings(4)
                .baseline(48.5)
                .build();

        assertThat(afterwards(TimelineTable.COLUMNS, List.of(game, sleep), TimelineTable::read))
                .containsExactly(game, sleep);
        assertThat(String.join(" ", TimelineTable.COLUMNS.names()))
                .isEqualTo(
                        "event_id collar_id day start end behavior rule_confidence confidence readings hr_readings hr_mean hr_std "
                                + "hr_min hr_max radius_m distance_m fetch_cycles baseline_hr reference_hr feedback_positive "
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
                40.0,
                60.1,
                150.0,
                48.25,
                1000.5,
                8,
                List.of("high_resting_heart_rate", "prolonged_inactivity"));
        Summary calm = new Summary(
                "c-2", DAY, 0, 0, 0, 0, 0, 0, 0, 0, 1, START, START, null, null, null, null, 0, 1, List.of());

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

    /** Under ruleset 2026.1, each reading had a heart rate, and events had no reference rate. */
    @Test
    void readsEventsWithoutACountOfReadingsWithAHeartRate() throws IOException {
        TableColumns<List<Event>> before = TableColumns.<Event>ofRecords()
                .text("event_id", Event::eventId)
                .key("collar_id", Event::collarId)
                .date("day", Event::day)
                .time("start", Event::start)
                .time("end", Event::end)
                .text("behavior", event -> event.behavior().label())
                .real("rule_confidence", Event::ruleConfidence)
                .real("confidence", Event::confidence)
                .whole("readings", Event::readings)
                .real("hr_mean", event -> 60.5)
                .real("hr_std", event -> 1.5)
                .real("hr_min", event -> 58)
                .real("hr_max", event -> 63)
                .optionalReal("radius_m", event -> null)
                .optionalReal("distance_m", event -> null)
                .optionalWhole("fetch_cycles", event -> null)
                .optionalReal("baseline_hr", event -> 55.0)
                .whole("feedback_positive", event -> 0)
                .whole("feedback_negative", event -> 0)
                .text("review", event -> "unreviewed")
                .optionalText("corrected_behavior", event -> null)
                .text("ruleset", event -> "2026.1")
                .build();
        Event rest = EventBuilder.event("c-1", START, START + 9, Behavior.RESTING)
                .id("evt_1")
                .readings(4)
                .heartRate(60.5, 1.5, 58, 63)
                .baseline(55)
                .ruleset("2026.1")
                .build();

        assertThat(afterwards(before, List.of(rest), TimelineTable::read)).containsExactly(rest);

        Path file = folder.resolve("rows.parquet");
        try (KeyedReader<Event> reader = TimelineTable.byCollar()) {
            assertThat(reader.rows(reader.open("rows.parquet", file), "c-1")).containsExactly(rest);
        }
    }

    @Test
    void assignsVoicesCountedOnlyByBehaviorTheConfidenceOfTheOldRules() throws IOException {
        TableColumns<List<VoiceCount>> before = TableColumns.<VoiceCount>ofRecords()
                .text("collar_id", VoiceCount::collarId)
                .date("day", VoiceCount::day)
                .text("behavior", count -> count.eventClass().behavior().label())
                .date("given_day", VoiceCount::givenDay)
                .whole("positive", VoiceCount::positive)
                .whole("negative", VoiceCount::negative)
                .build();
        VoiceCount sleeps = new VoiceCount("c-1", DAY, new EventClass(Behavior.DEEP_SLEEP, 0.90), DAY, 3, 1);
        VoiceCount walks = new VoiceCount("c-1", DAY, new EventClass(Behavior.WALKING, 0.70), DAY, 0, 2);

        assertThat(afterwards(before, List.of(sleeps, walks), VoiceTable::read)).containsExactly(sleeps, walks);
        VoiceCount likely = new VoiceCount("c-1", DAY, new EventClass(Behavior.DEEP_SLEEP, 0.70), DAY, 1, 0);
        assertThat(afterwards(VoiceTable.COLUMNS, List.of(sleeps, likely), VoiceTable::read))
                .containsExactly(sleeps, likely);
    }

    private <R> List<R> afterwards(TableColumns<List<R>> columns, List<R> rows, Rows<R> reading) throws IOException {
        Path path = folder.resolve("rows.parquet");
        java.nio.file.Files.deleteIfExists(path);
        String file = path.toString();
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
