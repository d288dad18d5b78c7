package io.petty.cli.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.petty.reading.CollarDay;
import io.petty.reading.PackedReading;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the figures of small days with counts made by hand. */
class AccuracyTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final String COLLAR = "LUNA-01";

    @TempDir
    private Path folder;

    private final List<String> states = new ArrayList<>();

    private static long time(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static Event event(LocalDate day, String from, String to, Behavior behavior, double confidence) {
        return EventBuilder.event(COLLAR, time(day, from), time(day, to), behavior)
                .confidence(confidence, confidence - 0.1)
                .build();
    }

    private void state(String from, String to, String label) {
        states.add("{\"collar_id\":\"%s\",\"start\":\"2026-11-%sZ\",\"end\":\"2026-11-%sZ\",\"state\":\"%s\"}"
                .formatted(COLLAR, from, to, label));
    }

    private Truth truth() throws IOException {
        return Truth.read(Files.write(folder.resolve("truth"), states));
    }

    /** Returns a reading in the middle of each minute of the day, without those in the given gap. */
    private static CollarDay readings(LocalDate day, String gapFrom, String gapTo) {
        CollarDay.Builder readings = new CollarDay.Builder(COLLAR, day);
        for (int minute = 0; minute < 1440; minute++) {
            LocalTime time = LocalTime.of(minute / 60, minute % 60);
            if (time.isBefore(LocalTime.parse(gapFrom)) || !time.isBefore(LocalTime.parse(gapTo))) {
                readings.add(
                        PackedReading.key(minute * 60_000 + 30_000, PackedReading.NO_HEART_RATE, 0),
                        PackedReading.NO_LOCATION);
            }
        }
        return readings.build();
    }

    private static void add(Accuracy accuracy, LocalDate day, CollarDay readings, Event... events) {
        Accuracy.Day scored = accuracy.day(day);
        for (Event event : events) {
            scored.event(event);
        }
        // The readings arrive in several pieces, as in an export.
        scored.readings(readings, 0, 7);
        scored.readings(readings, 7, readings.size());
        scored.end();
    }

    @Test
    void scoresMinutesThatHaveReadingsAndAKnownState() throws IOException {
        state("20T00:00:00", "20T01:00:00", "Deep Sleep");
        state("20T01:00:00", "20T01:40:00", "Resting");
        state("20T01:40:00", "20T02:00:00", "Charging");
        Accuracy accuracy = new Accuracy(truth());
        // Of the sleep, 10 minutes have no reading and 20 are published as Resting. Of the state Resting, 5 minutes are
        // published as sleep.
        add(
                accuracy,
                DAY,
                readings(DAY, "00:00", "00:10"),
                event(DAY, "00:10:30", "00:30:30", Behavior.RESTING, 0.95),
                event(DAY, "00:30:30", "01:05:30", Behavior.DEEP_SLEEP, 0.94),
                event(DAY, "01:05:30", "23:59:30", Behavior.RESTING, 0.95));

        AccuracyReport report = accuracy.report();

        assertThat(report.minutes()).isEqualTo(90);
        assertThat(report.collars()).isEqualTo(1);
        assertThat(report.collarDays()).isEqualTo(1);
        assertThat(report.agreement()).isCloseTo(65.0 / 90, within(1e-12));
        BehaviorAccuracy sleep = report.behaviors().get(0);
        assertThat(sleep.behavior()).isEqualTo("Deep Sleep");
        assertThat(sleep.minutesSaid()).isEqualTo(35);
        assertThat(sleep.minutesTrue()).isEqualTo(50);
        assertThat(sleep.precision()).isCloseTo(30.0 / 35, within(1e-12));
        assertThat(sleep.recall()).isCloseTo(30.0 / 50, within(1e-12));
        // The observed agreement is 65/90. The agreement by chance is 35/90 · 50/90 + 55/90 · 40/90.
        double byChance = (35.0 * 50 + 55.0 * 40) / 8100;
        assertThat(sleep.kappa()).isCloseTo((65.0 / 90 - byChance) / (1 - byChance), within(1e-12));
        assertThat(sleep.startError()).isEqualTo(20);
        assertThat(sleep.endError()).isEqualTo(5);
        assertThat(report.behaviors().get(1).eventsADaySaid()).isEqualTo(2);
        assertThat(report.behaviors().get(1).eventsADayTrue()).isEqualTo(1);
    }

    @Test
    void comparesConfidencesWithMinutesAndEvents() throws IOException {
        state("20T00:00:00", "20T01:00:00", "Deep Sleep");
        state("20T01:00:00", "20T02:00:00", "Walking");
        Accuracy accuracy = new Accuracy(truth());
        add(
                accuracy,
                DAY,
                readings(DAY, "00:00", "00:00"),
                event(DAY, "00:00:30", "01:15:30", Behavior.DEEP_SLEEP, 0.94),
                event(DAY, "01:15:30", "01:45:30", Behavior.DEEP_SLEEP, 0.94),
                event(DAY, "01:45:30", "02:00:30", Behavior.UNKNOWN, 0));

        assertThat(accuracy.report().confidences()).singleElement().satisfies(sleep -> {
            assertThat(sleep.ruleConfidence()).isEqualTo(0.94);
            assertThat(sleep.confidence()).isCloseTo(0.84, within(1e-12));
            assertThat(sleep.minutes()).isEqualTo(105);
            assertThat(sleep.trueMinutes()).isCloseTo(60.0 / 105, within(1e-12));
            assertThat(sleep.events()).isEqualTo(2);
            assertThat(sleep.trueEvents()).isEqualTo(0.5);
        });
    }

    @Test
    void joinsSleepAcrossMidnightAndShortWakes() throws IOException {
        state("20T22:00:00", "20T23:00:00", "Deep Sleep");
        state("20T23:00:00", "20T23:20:00", "Resting");
        state("20T23:20:00", "21T02:00:00", "Deep Sleep");
        state("21T02:00:00", "21T02:21:00", "Resting");
        state("21T02:21:00", "21T03:00:00", "Deep Sleep");
        Accuracy accuracy = new Accuracy(truth());
        LocalDate next = DAY.plusDays(1);
        add(
                accuracy,
                DAY,
                readings(DAY, "00:00", "00:00"),
                event(DAY, "22:10:30", "23:59:30", Behavior.DEEP_SLEEP, 0.94));
        add(
                accuracy,
                next,
                readings(next, "00:00", "00:00"),
                event(next, "00:00:30", "03:00:30", Behavior.DEEP_SLEEP, 0.94));

        BehaviorAccuracy sleep = accuracy.report().behaviors().get(0);

        assertThat(accuracy.report().collarDays()).isEqualTo(2);
        assertThat(sleep.eventsADaySaid()).isEqualTo(0.5);
        assertThat(sleep.eventsADayTrue()).isEqualTo(1);
        assertThat(sleep.found()).isEqualTo(1);
    }

    @Test
    void scoresOnlySleepIfTheTruthOnlyDistinguishesSleepFromWaking() throws IOException {
        state("20T00:00:00", "20T01:00:00", "Deep Sleep");
        state("20T01:00:00", "20T02:00:00", "Awake");
        Accuracy accuracy = new Accuracy(truth());
        add(
                accuracy,
                DAY,
                readings(DAY, "00:00", "00:00"),
                event(DAY, "00:00:30", "00:50:30", Behavior.DEEP_SLEEP, 0.94),
                event(DAY, "00:50:30", "02:10:30", Behavior.RESTING, 0.95));

        AccuracyReport report = accuracy.report();

        assertThat(report.behaviors().get(0).recall()).isCloseTo(50.0 / 60, within(1e-12));
        assertThat(report.behaviors().get(1).precision()).isNull();
        assertThat(report.behaviors().get(1).kappa()).isNull();
        assertThat(report.confidences().get(1).trueMinutes()).isCloseTo(60.0 / 70, within(1e-12));
        assertThat(AccuracyPicture.svg(report))
                .startsWith("<svg ")
                .contains("120 minutes of 1 collar-days", ">Resting<", "stated 0.85, true 0.86, 70 minutes");
    }

    @Test
    void ignoresCollarsThatTheTruthDoesNotName() throws IOException {
        states.add(
                "{\"collar_id\":\"REX-01\",\"start\":\"2026-11-20T00:00:00Z\",\"end\":\"2026-11-20T01:00:00Z\",\"state\":\"Resting\"}");
        Accuracy accuracy = new Accuracy(truth());
        add(accuracy, DAY, readings(DAY, "00:00", "00:00"), event(DAY, "00:00:30", "23:59:30", Behavior.RESTING, 0.95));

        assertThat(accuracy.isEmpty()).isTrue();
    }
}
