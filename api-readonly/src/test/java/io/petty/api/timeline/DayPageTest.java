package io.petty.api.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.Publication;
import io.petty.timeline.LocalDay;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DayPageTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 21);
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Test
    void changesTheTagIfTheRulesOfTheZoneMoveADay() {
        LocalDay winter = LocalDay.of(DATE, ZONE);
        // Simulates a zone with permanent summer time.
        LocalDay summer = new LocalDay(DATE, ZONE, winter.start() - 3_600_000, winter.end() - 3_600_000);

        assertThat(state(summer)).isNotEqualTo(state(winter));
        assertThat(state(LocalDay.of(DATE, ZONE))).isEqualTo(state(winter));
    }

    private static String state(LocalDay day) {
        return new DayPage(List.of(day), Map.of(), List.of(), null).state(Publication::toString);
    }
}
