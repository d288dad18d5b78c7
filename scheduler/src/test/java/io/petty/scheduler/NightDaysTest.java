package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NightDaysTest {
    @Test
    void takesTheLastCompleteDayAndTheTwoBeforeItForLateData() {
        assertThat(days("2026-11-24T03:00:00Z", null)).isEqualTo(between("2026-11-21", "2026-11-23"));
    }

    @Test
    void goesBackBeyondTheLastNightForLateData() {
        assertThat(days("2026-11-24T03:00:00Z", "2026-11-23T03:20:00Z")).isEqualTo(between("2026-11-20", "2026-11-23"));
    }

    @Test
    void takesAllDaysSinceTheLastSuccessfulNight() {
        assertThat(days("2026-11-24T03:00:00Z", "2026-11-17T03:20:00Z")).isEqualTo(between("2026-11-14", "2026-11-23"));
    }

    @Test
    void leavesDaysBeyondTheCatchUpLimitToABackfill() {
        assertThat(days("2026-11-24T03:00:00Z", "2026-01-01T03:20:00Z")).isEqualTo(between("2026-10-25", "2026-11-23"));
    }

    @Test
    void takesUtcDaysInEachZone() {
        // It is already the 24th in Tokyo, but the UTC delivery day of the 23rd isn't over yet.
        assertThat(days("2026-11-23T18:00:00Z", null).last()).isEqualTo("2026-11-22");
    }

    private static NightDays days(String now, @Nullable String lastSuccess) {
        return NightDays.at(
                Instant.parse(now), lastSuccess == null ? null : Instant.parse(lastSuccess), ScheduleSettings.DEFAULTS);
    }

    private static NightDays between(String first, String last) {
        return new NightDays(LocalDate.parse(first), LocalDate.parse(last));
    }
}
