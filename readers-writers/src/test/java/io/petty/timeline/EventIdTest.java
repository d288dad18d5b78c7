package io.petty.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventIdTest {
    /** The expected digits are the output of {@code printf 'B-7\n2026-02-09T00:00:00.000Z\nRunning' | sha256sum}. */
    @ParameterizedTest
    @CsvSource({
        "collar-00000001, 2026-11-20T03:04:05.678Z, DEEP_SLEEP, evt_51298ded32eb2c419654d2c5",
        "B-7, 2026-02-09T00:00:00.000Z, RUNNING, evt_500d96e06edc0d3eeb491936",
        "B-7, 2026-02-09T09:08:07.006Z, ANXIOUS_PACING, evt_500deb9dc494604a80e2be7c",
        "B-7, 1969-12-31T23:59:59.999Z, WALKING, evt_ffff65ea7d2c5e1fc51028a2"
    })
    void hashesCollarStartAndBehavior(String collar, Instant start, Behavior behavior, String id) {
        assertThat(new EventId().of(collar, start.toEpochMilli(), behavior)).isEqualTo(id);
    }

    @Test
    void beginsWithTheDay() {
        LocalDate day = LocalDate.of(2026, 11, 20);
        String id = new EventId()
                .of("B-7", Instant.parse("2026-11-20T23:59:59.999Z").toEpochMilli(), Behavior.RESTING);

        assertThat(id).startsWith(EventId.prefix(day)).hasSize(28);
        assertThat(EventId.day(id)).contains(day);
        assertThat(EventId.day("evt_5129")).isEmpty();
    }
}
