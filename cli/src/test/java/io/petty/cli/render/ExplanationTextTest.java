package io.petty.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    private static final long START = DAY.toEpochDay() * 86_400_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ExplanationText text =
            new ExplanationText(new PrintStream(written, true, StandardCharsets.UTF_8), event(Behavior.WALKING, 90.5));

    @Test
    void findsNoDifferenceBetweenEqualEvents() {
        Event event = event(Behavior.WALKING, 90.5);
        assertThat(ExplanationText.differences(event, event(Behavior.WALKING, 90.5)))
                .isEmpty();
        assertThat(ExplanationText.differences(event, null))
                .containsExactly("the current readings give no event at that time");
    }

    @Test
    void suggestsARepairForAnUnexplainedDifference() {
        List<String> differences =
                ExplanationText.differences(event(Behavior.WALKING, 90.5), event(Behavior.RUNNING, 91));
        text.differences(differences, List.of(), null);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(
                        "Computed again from the current readings, it differs",
                        "  behavior: Walking is published, Running computed",
                        "  mean heart rate: 90.5 is published, 91.0 computed",
                        "No recorded change explains this",
                        "./petty rerun --date 2026-11-20 --force");
    }

    @Test
    void namesTheCauseIfTheDayIsStale() {
        text.differences(List.of("readings: 1 is published, 2 computed"), List.of("late readings"), null);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("Its day is stale: late readings.")
                .doesNotContain("--force");
    }

    @Test
    void showsTheEventsOfTheCurrentRulesForAnEventOfAnEarlierRuleset() {
        text.otherRules("2027.2", List.of(event(Behavior.RESTING, 60), event(Behavior.WALKING, 90)));
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(
                        "It was published with ruleset 2027.1, which is no longer in force."
                                + " For the same time, ruleset 2027.2 finds:",
                        "  00:00:00 to 00:01:00  Resting",
                        "  00:00:00 to 00:01:00  Walking",
                        "Below is the explanation of the first of these events by ruleset 2027.2.");
    }

    @Test
    void saysHowManyReadingsHaveAHeartRate() {
        text.event();
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("  readings    2, each with a heart rate: mean 90.50 bpm (150.83 % of R), deviation 0.00");
        written.reset();
        new ExplanationText(
                        new PrintStream(written, true, StandardCharsets.UTF_8),
                        event(Behavior.RESTING).build())
                .event();
        assertThat(written.toString(StandardCharsets.UTF_8)).contains("  readings    2, none with a heart rate");
    }

    private static Event event(Behavior behavior, double heartRate) {
        return event(behavior).heartRate(heartRate, 0, heartRate, heartRate).build();
    }

    private static EventBuilder event(Behavior behavior) {
        return EventBuilder.event("A", START, START + 60_000, behavior)
                .id("evt_512900000000000000000000")
                .readings(2)
                .reference(60);
    }
}
