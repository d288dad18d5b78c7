package io.petty.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.petty.settings.SettingsException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NightlyScheduleTest {
    @Test
    void isDueOnceEachNight() {
        assertThat(nights("0 0 3 * * *", "UTC", "2026-11-23T03:00:00Z", 2))
                .containsExactly("2026-11-24T03:00:00Z", "2026-11-25T03:00:00Z");
    }

    @Test
    void keepsLocalTimeWhenClocksGoBack() {
        assertThat(nights("0 0 3 * * *", "Europe/Berlin", "2026-10-23T12:00:00Z", 3))
                .containsExactly("2026-10-24T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-26T02:00:00Z");
    }

    @Test
    void isDueOnceIfItsTimeOccursTwice() {
        assertThat(nights("0 30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        // This time is within the repeated hour.
        assertThat(nights("0 30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void isDueInANightThatSkipsItsTime() {
        assertThat(nights("0 30 2 * * *", "Europe/Berlin", "2027-03-27T12:00:00Z", 2))
                .containsExactly("2027-03-28T01:30:00Z", "2027-03-29T00:30:00Z");
        // It is 03:05, and the replacement of 02:30 is still due.
        assertThat(nights("0 30 2 * * *", "Europe/Berlin", "2027-03-28T01:05:00Z", 1))
                .containsExactly("2027-03-28T01:30:00Z");
    }

    @Test
    void isNeverDueIfNoDayMatches() {
        NightlySchedule schedule = schedule("0 0 3 31 2 *", "UTC");
        assertThat(schedule.after(Instant.parse("2026-11-23T03:00:00Z"))).isEqualTo(Schedule.NEVER);
    }

    @Test
    void explainsTheFormatOfACronExpression() {
        assertThatThrownBy(() -> schedule("0 3 * * *", "UTC"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("petty.schedule.cron must be like '0 0 3 * * *'");
    }

    private static NightlySchedule schedule(String cron, String zone) {
        ScheduleSettings defaults = ScheduleSettings.DEFAULTS;
        return new NightlySchedule(new ScheduleSettings(
                cron,
                ZoneId.of(zone),
                defaults.lookBack(),
                defaults.catchUp(),
                defaults.retries(),
                defaults.retryAfter(),
                defaults.hungAfter(),
                defaults.address(),
                defaults.port()));
    }

    private static List<String> nights(String cron, String zone, String after, int count) {
        NightlySchedule schedule = schedule(cron, zone);
        return Stream.iterate(schedule.after(Instant.parse(after)), schedule::after)
                .limit(count)
                .map(Instant::toString)
                .toList();
    }
}
