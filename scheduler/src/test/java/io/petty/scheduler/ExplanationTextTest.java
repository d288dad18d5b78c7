package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.Review;
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
    void findsNoDifferenceInWhatIsEqual() {
        Event event = event(Behavior.WALKING, 90.5);
        assertThat(ExplanationText.differences(event, event(Behavior.WALKING, 90.5), "2026.1"))
                .isEmpty();
        assertThat(ExplanationText.differences(event, null, "2026.1"))
                .containsExactly("the readings there are now tell no event at that time");
    }

    @Test
    void namesTheRepairWhereNothingAccountsForADifference() {
        List<String> differences =
                ExplanationText.differences(event(Behavior.WALKING, 90.5), event(Behavior.RUNNING, 91), "2026.1");
        text.differences(differences, List.of(), null);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains(
                        "it is not the same",
                        "  behavior: Walking is published, Running computed",
                        "  mean heart rate: 90.5 is published, 91.0 computed",
                        "Nothing that is recorded accounts for it",
                        "./petty rerun --date 2026-11-20 --force");
    }

    @Test
    void namesTheCauseWhereTheDayIsStale() {
        text.differences(List.of("readings: 1 is published, 2 computed"), List.of("late readings"), null);
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("Its day is stale: late readings.")
                .doesNotContain("--force");
    }

    private static Event event(Behavior behavior, double heartRate) {
        return new Event(
                "evt_512900000000000000000000",
                "A",
                DAY,
                START,
                START + 60_000,
                behavior,
                0.7,
                0.7,
                2,
                heartRate,
                0,
                heartRate,
                heartRate,
                null,
                null,
                null,
                null,
                0,
                0,
                Review.UNREVIEWED,
                null,
                "2026.1");
    }
}
