package io.petty.cli.render;

import static io.petty.cli.render.DayBuilder.COLLAR;
import static io.petty.cli.render.DayBuilder.DAY;
import static io.petty.timeline.Behavior.ALERT;
import static io.petty.timeline.Behavior.DEEP_SLEEP;
import static io.petty.timeline.Behavior.PLAYING_FETCH;
import static io.petty.timeline.Behavior.RESTING;
import static io.petty.timeline.Behavior.UNKNOWN;
import static io.petty.timeline.Behavior.WALKING;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Review;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineDrawingTest {
    private static final List<Event> EVENTS = new DayBuilder()
            .event("00:00:03", "06:00", DEEP_SLEEP)
            .event("06:00", "06:40", WALKING, 1_420.0, null, Review.UNREVIEWED, null)
            .event("06:40", "06:40:20", PLAYING_FETCH, 412.0, 3, Review.CONFIRMED, null)
            .event("06:40:20", "09:00", RESTING, null, null, Review.REJECTED, "Eating")
            .event("12:00", "12:00", UNKNOWN)
            .event("21:00", "24:00", DEEP_SLEEP)
            .build();

    @Test
    void drawsADayInLetters() {
        assertThat(TimelineDrawing.day(
                        COLLAR,
                        ShownDay.utc(DAY, EVENTS),
                        SummaryText.of(DayBuilder.summary(52.4, "prolonged_inactivity"), false),
                        80,
                        false))
                .isEqualTo("""
                        BISCUIT-01  2026-11-20 UTC

                                       00    03    06    09    12    15    18    21    24
                                       +-----+-----+-----+-----+-----+-----+-----+-----+
                        Observed       SSSSSSSSSSSSWRRRRR      ?                 SSSSSS 12 h 00 min 100%

                        Deep Sleep     SSSSSSSSSSSS                              SSSSSS  9 h 00 min  75%
                        Resting                     RRRRR                                2 h 20 min  19%
                        Walking                    Ww                                        40 min   6%
                        Playing Fetch               f                                          20 s  <1%
                        Unknown                                ?                                0 s   0%

                        S Deep Sleep  R Resting  W Walking  F Playing Fetch  ? Unknown
                        A cell is 30 min; a small letter: less than half of it.

                        Longest events                         length           bpm  distance confidence
                        00:00:03–06:00:00  Deep Sleep      6 h 00 min    72.3 ± 4.5     120 m       0.70
                        21:00:00–24:00:00  Deep Sleep      3 h 00 min    72.3 ± 4.5     120 m       0.70
                        06:40:20–09:00:00  Resting         2 h 20 min    72.3 ± 4.5                 0.70
                                           rejected, owners say Eating
                        06:00:00–06:40:00  Walking             40 min    72.3 ± 4.5   1.42 km       0.70
                        06:40:00–06:40:20  Playing Fetch         20 s    72.3 ± 4.5     412 m       0.70
                                           3 fetch cycles, confirmed
                        12:00:00–12:00:00  Unknown                0 s    72.3 ± 4.5     120 m       0.70

                        Readings    1,440, 00:00:03–23:59:55
                        Heart rate  lowest 41.5, mean 72.3, highest 151.0 bpm
                        Resting     52.4 bpm
                        Distance    3.21 km
                        Events      4
                        Flag        One unbroken rest for most of the daytime (prolonged_inactivity)
                        """);
    }

    /** A day of 25 hours. UTC midnight is 20 hours after its start, and the UTC day after that isn't published. */
    @Test
    void drawsALocalDayByItsOwnClocks() {
        LocalDay day = LocalDay.of(LocalDate.of(2026, 11, 1), ZoneId.of("America/New_York"));
        long hour = 3_600_000;
        Event before = event(day.start() - hour, day.start() + 8 * hour, DEEP_SLEEP);
        Event walk = event(day.start() + 8 * hour, day.start() + 9 * hour, WALKING);
        ShownDay shown =
                new ShownDay(day, day.spans(List.of(before, walk)), day.parts().subList(1, 2));

        assertThat(TimelineDrawing.day(COLLAR, shown, SummaryText.ofParts(shown, Map.of(), false), 80, false))
                .isEqualTo("""
                        BISCUIT-01  2026-11-01 America/New_York, 25 h 00 min

                                       00  03 06 09 12 15 18 21 24
                                       +---+--+--+--+--+--+--+--+
                        Observed       SSSSSSSSW           ·····  9 h 00 min 100%

                        Deep Sleep     SSSSSSSS                   8 h 00 min  89%
                        Walking                W                  1 h 00 min  11%

                        S Deep Sleep  W Walking
                        A cell is 60 min; a small letter: less than half of it; · not published yet.

                        Longest events                         length           bpm  distance confidence
                        00:00:00–07:00:00  Deep Sleep      8 h 00 min    72.3 ± 4.5     120 m       0.70
                                           began before the day
                        07:00:00–08:00:00  Walking         1 h 00 min    72.3 ± 4.5     120 m       0.70

                        UTC day 2026-11-01, here 00:00:00–19:00:00
                        No readings

                        UTC day 2026-11-02, here 19:00:00–24:00:00
                        Not published yet
                        """);
    }

    /** Two parts of one event, each with its own figures. */
    @Test
    void drawsEventsSplitAtUtcMidnightAsOne() {
        LocalDay day = LocalDay.of(DAY.plusDays(1), ZoneId.of("Europe/Berlin"));
        long midnight = DAY.plusDays(1).toEpochDay() * DayCells.DAY;
        Event evening = event(midnight - 7_200_000, midnight - 10_000, DEEP_SLEEP);
        Event morning = event(midnight + 10_000, midnight + 18_000_000, DEEP_SLEEP);
        ShownDay shown = new ShownDay(day, day.spans(List.of(evening, morning)), List.of());

        assertThat(TimelineDrawing.day(COLLAR, shown, "", 80, false)).contains("""
                        00:00:00–06:00:00  Deep Sleep      6 h 00 min  began before the day
                                           2026-11-20 UTC 22:00:00–23:59:50, 72.3 ± 4.5 bpm, 120 m,
                                           confidence 0.70
                                           2026-11-21 UTC 00:00:10–05:00:00, 72.3 ± 4.5 bpm, 120 m,
                                           confidence 0.70
                        """);
    }

    private static Event event(long start, long end, Behavior behavior) {
        return new DayBuilder().event(start, end, behavior).build().get(0);
    }

    @Test
    void drawsADayWithoutASummary() {
        assertThat(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, EVENTS), "", 80, false))
                .contains("Longest events")
                .doesNotContain("Readings");
    }

    @Test
    void saysThatThereAreNoEvents() {
        assertThat(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, List.of()), "", 80, false))
                .isEqualTo("BISCUIT-01  2026-11-20 UTC\n\nNo events.\n");
    }

    @Test
    void saysThatNoHeartRateWasMeasuredAtRest() {
        assertThat(TimelineDrawing.day(
                        COLLAR, ShownDay.utc(DAY, EVENTS), SummaryText.of(DayBuilder.summary(null), false), 80, false))
                .contains("Resting     none measured at rest\n")
                .doesNotContain("Flag");
    }

    @Test
    void listsOnlyTheEightLongestEvents() {
        DayBuilder day = new DayBuilder();
        for (int i = 1; i <= 9; i++) {
            day.event("%02d:00".formatted(i), "%02d:%02d".formatted(i, 10 + i), ALERT);
        }
        assertThat(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, day.build()), "", 80, false))
                .contains("02:00:00–02:12:00")
                .doesNotContain("01:00:00–01:11:00");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 79, 80, 100, 104, 128, 176, 300})
    void staysWithinTheTerminalsWidth(int columns) {
        assertThat(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, EVENTS), "", columns, false)
                        .lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
    }

    @Test
    void movesFiguresThatDoNotFitBelowTheirEvent() {
        assertThat(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, EVENTS), "", 60, false))
                .contains("""
                        06:40:20–09:00:00  Resting         2 h 20 min    72.3 ± 4.5
                                           confidence 0.70, rejected,
                                           owners say Eating
                        """);
    }

    @Test
    void usesTheFinestCellsThatFit() {
        assertThat(Stream.of(60, 79, 80, 103, 104, 127, 128, 175, 176)
                        .map(columns -> TimelineDrawing.cellsFor(ShownDay.utc(DAY, EVENTS), columns)))
                .containsExactly(24, 24, 48, 48, 72, 72, 96, 96, 144);
    }

    @Test
    void writesNoEscapeCodesWithoutColors() {
        assertThat(TimelineDrawing.day(
                                COLLAR,
                                ShownDay.utc(DAY, EVENTS),
                                SummaryText.of(DayBuilder.summary(52.4, "x"), false),
                                100,
                                false)
                        + TimelineDrawing.line(COLLAR, DAY, EVENTS, 10, false)
                        + TimelineDrawing.legend(false))
                .doesNotContain("\u001b")
                .doesNotContain("\r");
    }

    @Test
    void drawsTheSameInColorsExceptForTheMarks() {
        String colored = TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, EVENTS), "", 80, true);

        assertThat(colored)
                .contains(
                        "Deep Sleep     \u001b[38;5;25m████████████                              ██████\u001b[0m  9 h")
                .contains("Walking        \u001b[38;5;36m            █▃                                  \u001b[0m")
                .contains("Playing Fetch  \u001b[38;5;214m             ▁");
        assertThat(colored.lines().map(TimelineDrawingTest::withoutInk).map(String::length))
                .containsExactlyElementsOf(TimelineDrawing.day(COLLAR, ShownDay.utc(DAY, EVENTS), "", 80, false)
                        .replace("small letter: less than half", "low block: part")
                        .lines()
                        .map(String::length)
                        .toList());
    }

    @Test
    void endsEveryColorItBegins() {
        List<Event> events = new DayBuilder()
                .event("00:00", "03:00", RESTING)
                .event("09:00", "24:00", ALERT)
                .build();

        assertThat(TimelineDrawing.line(COLLAR, DAY, events, 10, true))
                .isEqualTo("2026-11-20  BISCUIT-01  \u001b[38;5;74m██████\u001b[0m            \u001b[38;5;166m"
                        + "█".repeat(30) + "\u001b[0m  2 events");
    }

    @Test
    void drawsALineForACollarsDay() {
        assertThat(TimelineDrawing.line(COLLAR, DAY, EVENTS, 12, false))
                .isEqualTo("2026-11-20  BISCUIT-01    SSSSSSSSSSSSWRRRRR      ?                 SSSSSS  6 events");
    }

    @Test
    void explainsEveryLetter() {
        assertThat(TimelineDrawing.legend(false))
                .isEqualTo("S Deep Sleep  R Resting  A Alert  W Walking  U Running  P Anxious Pacing"
                        + "  F Playing Fetch  ? Unknown");
        assertThat(BehaviorLook.ORDER).containsExactlyInAnyOrder(Behavior.values());
    }

    private static String withoutInk(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
