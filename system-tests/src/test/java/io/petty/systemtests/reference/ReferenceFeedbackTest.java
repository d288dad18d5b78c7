package io.petty.systemtests.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Small sets of feedback with results computed by hand. */
class ReferenceFeedbackTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final ReferenceFeedback.About RECORDED =
            new ReferenceFeedback.About("a", time(1, 0), time(2, 0), "Deep Sleep");

    @Test
    void countsForTheEventWithItsIdEvenIfAnotherCoversMore() {
        Map<String, @Nullable Object> itself = row("evt_5129a", "a", time(1, 0), time(1, 1), "Deep Sleep", 0.94);

        assertThat(event(RECORDED, List.of(itself, sleep("evt_5129b", time(0, 0), time(3, 0)))))
                .isEqualTo("evt_5129a");
    }

    @Test
    void isCarriedOverToTheEventThatCoversTheMostIfAtLeastHalf() {
        assertThat(event(RECORDED, List.of(sleep("evt_5129b", time(0, 0), time(1, 30)))))
                .isEqualTo("evt_5129b");
        assertThat(event(RECORDED, List.of(sleep("evt_5129b", time(0, 0), time(1, 29)))))
                .isNull();
        assertThat(event(
                        RECORDED,
                        List.of(sleep("evt_5129c", time(1, 30), time(5, 0)), sleep("b", time(0, 0), time(1, 30)))))
                .isEqualTo("b");
        assertThat(event(RECORDED, List.of(sleep("b", time(0, 0), time(1, 20)), sleep("c", time(1, 20), time(5, 0)))))
                .isEqualTo("c");
    }

    @Test
    void waitsWithoutARecordOrIfOnlyOtherCollarsOrBehaviorsMatch() {
        assertThat(event(null, List.of(sleep("evt_5129b", time(1, 0), time(2, 0)))))
                .isNull();
        assertThat(event(RECORDED, List.of(row("evt_5129b", "b", time(1, 0), time(2, 0), "Deep Sleep", 0.94))))
                .isNull();
        assertThat(event(RECORDED, List.of(row("evt_5129b", "a", time(1, 0), time(2, 0), "Resting", 0.95))))
                .isNull();
    }

    @Test
    void isCarriedOverFromAnEventOfZeroLengthToOneThatTouchesIt() {
        ReferenceFeedback.About instant = new ReferenceFeedback.About("a", time(1, 0), time(1, 0), "Unknown");

        assertThat(event(instant, List.of(row("b", "a", time(1, 0), time(2, 0), "Unknown", 0))))
                .isEqualTo("b");
        assertThat(event(instant, List.of(row("b", "a", time(1, 1), time(2, 0), "Unknown", 0))))
                .isNull();
    }

    @Test
    void calibratesSureAndLikelySleepsSeparately() {
        SortedMap<LocalDate, List<Map<String, @Nullable Object>>> days = new TreeMap<>();
        days.put(
                DAY,
                List.of(
                        sleep("evt_5129a", time(1, 0), time(2, 0)),
                        row("evt_5129b", "b", time(1, 0), time(2, 0), "Deep Sleep", 0.70)));
        days.put(
                DAY.plusDays(1),
                List.of(
                        row(
                                "evt_512aa",
                                "a",
                                "2026-11-21T01:00:00.000Z",
                                "2026-11-21T02:00:00.000Z",
                                "Deep Sleep",
                                0.94),
                        row(
                                "evt_512ab",
                                "a",
                                "2026-11-21T03:00:00.000Z",
                                "2026-11-21T04:00:00.000Z",
                                "Deep Sleep",
                                0.70)));
        long noon = DAY.toEpochDay() * 86_400_000 + 43_200_000;

        ReferenceFeedback.fold(
                days,
                List.of(
                        new ReferenceFeedback("1", "evt_5129a", "x", "negative", null, noon),
                        new ReferenceFeedback("2", "evt_5129b", "x", "positive", null, noon)));

        double sure = (20 * 0.94) / 21;
        double likely = (20 * 0.70 + 1) / 21;
        assertThat(confidences(days.getOrDefault(DAY.plusDays(1), List.of())))
                .satisfiesExactly(
                        first -> assertThat(first).isCloseTo(10 * sure / 11, within(1e-12)),
                        second -> assertThat(second).isCloseTo(likely, within(1e-12)));
    }

    @Test
    void countsOneVoicePerUserAcrossMergedEvents() {
        SortedMap<LocalDate, List<Map<String, @Nullable Object>>> before = new TreeMap<>();
        before.put(
                DAY, List.of(sleep("evt_5129a", time(1, 0), time(2, 0)), sleep("evt_5129b", time(3, 0), time(4, 0))));
        SortedMap<LocalDate, List<Map<String, @Nullable Object>>> after = new TreeMap<>();
        after.put(DAY, List.of(sleep("evt_5129c", time(0, 59), time(4, 0))));
        List<ReferenceFeedback> feedback = List.of(
                new ReferenceFeedback("1", "evt_5129a", "x", "negative", "Resting", 1L),
                new ReferenceFeedback("2", "evt_5129b", "x", "positive", null, 2L),
                new ReferenceFeedback("3", "evt_5129b", null, "positive", null, 1L));

        ReferenceFeedback.fold(after, feedback, ReferenceFeedback.record(before, feedback));

        assertThat(after.getOrDefault(DAY, List.of()).get(0))
                .containsEntry("feedback_positive", 2)
                .containsEntry("feedback_negative", 0)
                .containsEntry("review", "confirmed");
    }

    private static List<Double> confidences(List<Map<String, @Nullable Object>> rows) {
        List<Double> confidences = new ArrayList<>();
        rows.forEach(row -> confidences.add(Double.valueOf(String.valueOf(row.get("confidence")))));
        return confidences;
    }

    private static @Nullable String event(
            ReferenceFeedback.@Nullable About recorded, List<Map<String, @Nullable Object>> rows) {
        ReferenceFeedback feedback = new ReferenceFeedback("f", "evt_5129a", null, "positive", null, null);
        return ReferenceFeedback.event(feedback, rows, recorded);
    }

    private static Map<String, @Nullable Object> sleep(String id, String start, String end) {
        return row(id, "a", start, end, "Deep Sleep", 0.94);
    }

    private static Map<String, @Nullable Object> row(
            String id, String collar, String start, String end, String behavior, double ruleConfidence) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("event_id", id);
        row.put("collar_id", collar);
        row.put("start", start);
        row.put("end", end);
        row.put("behavior", behavior);
        row.put("rule_confidence", ruleConfidence);
        return row;
    }

    private static String time(int hour, int minute) {
        return "2026-11-20T%02d:%02d:00.000Z".formatted(hour, minute);
    }
}
