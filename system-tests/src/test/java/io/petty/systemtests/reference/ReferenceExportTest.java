package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReferenceExportTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String FIRST = """
            {"collar_id":"a","time":"2026-11-20T03:04:05.678Z","heart_rate":71.5,"activity_level":1,\
            "lon":8.000001,"lat":-46.5,"event_day":"2026-11-20","delivery_day":"2026-11-20"}
            """;
    private static final String SECOND = """
            {"collar_id":"b","time":"2026-11-20T00:00:00.000Z","heart_rate":60,"activity_level":0,\
            "event_day":"2026-11-20","delivery_day":"2026-11-21"}
            """;

    @Test
    void rendersOneReadingPerCollarAndMillisecond() {
        RowsAssert.assertThatRows(FIRST + SECOND).matches(readings());
    }

    @Test
    void namesTheRowAndColumnThatDiffer() {
        assertThatThrownBy(() -> RowsAssert.assertThatRows(FIRST.replace("71.5", "71.5001") + SECOND)
                        .matches(readings()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("row 1, column heart_rate: found 71.5001, expected 71.5");
        assertThatThrownBy(() -> RowsAssert.assertThatRows(FIRST).matches(readings()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 rows where 2 were expected");
        assertThatThrownBy(() -> RowsAssert.assertThatRows(SECOND.replace("event_day", "day"))
                        .matches(readings().subList(1, 2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("row 1: columns");
        RowsAssert.assertThatRows(FIRST.replace("71.5", "72") + SECOND)
                .ignoring("heart_rate")
                .matches(readings());
    }

    @Test
    void rendersTimelinesSummariesAndRejects() {
        ReferenceTimeline timeline =
                ReferenceTimeline.ofDay(DAY, List.of(reading("a", "2026-11-20T03:04:05.678Z", 71_500, 1, null)), null);

        Map<String, @Nullable Object> event =
                ReferenceExport.timelines(List.of(timeline)).get(0);
        // sha256("a\n2026-11-20T03:04:05.678Z\nUnknown"), and 2026-11-20 is day 20777 = 0x5129.
        assertThat(event).containsEntry("event_id", "evt_5129805ec360a1e391d95039");
        assertThat(event).hasSize(24).containsEntry("behavior", "Unknown").containsEntry("rule_confidence", 0.0);
        assertThat(ReferenceExport.summaries(List.of(timeline)).get(0))
                .hasSize(20)
                .containsEntry("minutes_deep_sleep", 0.0)
                .containsEntry("flags", List.of());
        assertThat(ReferenceExport.rejects(List.of(
                        new ReferenceReject(DAY, "b", null, "file", ""),
                        new ReferenceReject(DAY, "b", 10L, "json", "["),
                        new ReferenceReject(DAY, "b", 9L, "json", "]"))))
                .extracting(row -> row.get("line"))
                .containsExactly(9L, 10L, null);
    }

    private static List<Map<String, @Nullable Object>> readings() {
        return ReferenceExport.readings(
                DAY,
                Map.of(
                        DAY,
                        List.of(
                                reading("b", "2026-11-20T00:00:00Z", 61_000, 0, null),
                                reading("b", "2026-11-21T00:00:00Z", 61_000, 0, null),
                                reading("a", "2026-11-20T03:04:05.678Z", 71_500, 1, null),
                                reading(
                                        "a",
                                        "2026-11-20T03:04:05.678Z",
                                        71_500,
                                        1,
                                        new ReferencePlace(8_000_001, -46_500_000))),
                        DAY.plusDays(1),
                        List.of(reading("b", "2026-11-20T00:00:00Z", 60_000, 0, null))));
    }

    private static ReferenceReading reading(
            String collar, String time, int heartRate, int activity, @Nullable ReferencePlace place) {
        return new ReferenceReading(collar, Instant.parse(time).toEpochMilli(), heartRate, activity, place);
    }
}
