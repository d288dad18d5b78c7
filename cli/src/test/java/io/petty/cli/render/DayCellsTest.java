package io.petty.cli.render;

import static io.petty.cli.render.DayBuilder.DAY;
import static io.petty.timeline.Behavior.DEEP_SLEEP;
import static io.petty.timeline.Behavior.PLAYING_FETCH;
import static io.petty.timeline.Behavior.RESTING;
import static io.petty.timeline.Behavior.UNKNOWN;
import static io.petty.timeline.Behavior.WALKING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class DayCellsTest {
    @Test
    void givesACellToTheBehaviorThatCoversMostOfIt() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY,
                        new DayBuilder()
                                .event("00:10", "00:30", RESTING)
                                .event("00:30", "01:20", WALKING)
                                .build()),
                24);

        assertThat(cells.most(0)).isEqualTo(WALKING);
        assertThat(cells.most(1)).isEqualTo(WALKING);
        assertThat(cells.most(2)).isNull();
        assertThat(cells.part(RESTING, 0)).isEqualTo(1 / 3.0);
        assertThat(cells.part(WALKING, 0)).isEqualTo(0.5);
        assertThat(cells.part(WALKING, 1)).isEqualTo(1 / 3.0);
    }

    @Test
    void addsUpSeveralShortEventsOfACell() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY,
                        new DayBuilder()
                                .event("00:00", "00:15", WALKING)
                                .event("00:15", "00:35", RESTING)
                                .event("00:35", "00:50", WALKING)
                                .build()),
                24);

        assertThat(cells.most(0)).isEqualTo(WALKING);
    }

    @Test
    void endsAnEventInTheCellBeforeItsEnd() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY, new DayBuilder().event("00:30", "01:00", RESTING).build()),
                48);

        assertThat(cells.most(0)).isNull();
        assertThat(cells.most(1)).isEqualTo(RESTING);
        assertThat(cells.part(RESTING, 1)).isEqualTo(1);
        assertThat(cells.most(2)).isNull();
    }

    @Test
    void treatsMidnightAsTheEndOfTheDay() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY,
                        new DayBuilder().event("23:50", "24:00", DEEP_SLEEP).build()),
                144);

        assertThat(cells.most(142)).isNull();
        assertThat(cells.part(DEEP_SLEEP, 143)).isEqualTo(1);
        assertThat(cells.total(DEEP_SLEEP)).isEqualTo(600_000);
    }

    @Test
    void showsASingleReadingAlthoughItHasNoLength() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY,
                        new DayBuilder()
                                .event("12:00", "12:00", UNKNOWN)
                                .event("23:59:59.999", "23:59:59.999", PLAYING_FETCH)
                                .build()),
                48);

        assertThat(cells.most(24)).isEqualTo(UNKNOWN);
        assertThat(cells.most(47)).isEqualTo(PLAYING_FETCH);
        assertThat(cells.occurs(UNKNOWN)).isTrue();
        assertThat(cells.total()).isZero();
    }

    @Test
    void limitsEventsToTheirDay() {
        DayCells cells = new DayCells(
                ShownDay.utc(
                        DAY.plusDays(1),
                        new DayBuilder().event("23:00", "24:00", RESTING).build()),
                24);

        assertThat(cells.total()).isZero();
    }

    @Test
    void rejectsCellsThatDoNotDivideTheDay() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DayCells(ShownDay.utc(DAY, List.of()), 7_000_001));
        assertThatIllegalArgumentException().isThrownBy(() -> new DayCells(ShownDay.utc(DAY, List.of()), 0));
    }
}
