package io.petty.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.petty.lake.database.LakeDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-20");
    private static final LocalDate DAY_BEFORE = DAY.minusDays(1);

    private LakeDatabase database;
    private Deliveries deliveries;
    private long run;

    @BeforeEach
    void ingestADay(@TempDir Path home) {
        database = LakeDatabase.openEmbedded(home);
        deliveries = new Deliveries(database, Clock.systemUTC());
        run = new Runs(database, Clock.systemUTC()).start("run");
        deliveries.attempt(DAY, run);
        // Repeats count as readings of the file, but not of the contributions.
        deliveries.complete(
                DAY,
                run,
                "files",
                List.of(),
                List.of(new DeliveryFile("a", 10, "1", 13, 0, 12, 1, 0, false)),
                List.of(contribution(DAY_BEFORE, 3), contribution(DAY, 8)));
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void countsErasedReadingsAsForgotten() {
        deliveries.takeFromContribution(DAY, DAY_BEFORE, null);
        deliveries.takeFromContribution(DAY, DAY, contribution(DAY, 6));

        assertThat(ingested().readings()).isEqualTo(7);
        assertThat(ingested().forgotten()).isEqualTo(5);
        assertThat(deliveries.contributionsOf(DAY)).containsExactly(contribution(DAY, 6));
    }

    @Test
    void refusesToEraseMoreReadingsThanTheDayCounts() {
        deliveries.complete(DAY, run, "files", List.of(), List.of(), List.of(contribution(DAY, 8)));

        assertThatIllegalStateException()
                .isThrownBy(() -> deliveries.takeFromContribution(DAY, DAY, contribution(DAY, 6)))
                .withMessageContaining("removed 2 readings")
                .withMessageContaining("2026-11-20");
        assertThat(deliveries.contributionsOf(DAY)).containsExactly(contribution(DAY, 8));
    }

    @Test
    void refusesAContributionThatGrowsWithAnErasure() {
        assertThatIllegalStateException()
                .isThrownBy(() -> deliveries.takeFromContribution(DAY, DAY, contribution(DAY, 9)))
                .withMessageContaining("added 1 readings");
        assertThat(deliveries.contributionsOf(DAY)).contains(contribution(DAY, 8));
        assertThat(ingested().readings()).isEqualTo(12);
    }

    /** An interrupted ingestion may have replaced the day's readings, but not yet their counts. */
    @Test
    void keepsTheCountsIfTheLastAttemptDidNotComplete() {
        deliveries.attempt(DAY, run);

        deliveries.takeFromContribution(DAY, DAY_BEFORE, null);
        deliveries.takeFromContribution(DAY, DAY, contribution(DAY, 100));
        deliveries.takeFromContribution(DAY, DAY, contribution(DAY, 80));

        assertThat(ingested().readings()).isEqualTo(12);
        assertThat(ingested().forgotten()).isZero();
        assertThat(deliveries.contributionsOf(DAY)).containsExactly(contribution(DAY, 80));
    }

    @Test
    void keepsAContributionOfADayThatWasNeverIngestedCompletely() {
        LocalDate next = DAY.plusDays(1);
        deliveries.attempt(next, run);

        deliveries.takeFromContribution(next, DAY, new Contribution(next, DAY, 5, "hash"));

        assertThat(deliveries.find(next).orElseThrow().ingested()).isNull();
        assertThat(deliveries.contributionsOf(next)).hasSize(1);
    }

    private Delivery.Ingested ingested() {
        return Objects.requireNonNull(deliveries.find(DAY).orElseThrow().ingested());
    }

    private static Contribution contribution(LocalDate eventDay, long readings) {
        return new Contribution(DAY, eventDay, readings, "hash of " + readings);
    }
}
