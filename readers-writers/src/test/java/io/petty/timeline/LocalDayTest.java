package io.petty.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.timeline.LocalDay.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDayTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 21);

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-11-21, 2026-11-20T23:00:00Z, 24:00",
        "Asia/Kathmandu, 2026-11-21, 2026-11-20T18:15:00Z, 24:00",
        "Etc/GMT+12, 2026-11-21, 2026-11-21T12:00:00Z, 24:00",
        "Pacific/Kiritimati, 2026-11-21, 2026-11-20T10:00:00Z, 24:00",
        "Pacific/Auckland, 2026-11-21, 2026-11-20T11:00:00Z, 24:00",
        "Pacific/Auckland, 2026-09-27, 2026-09-26T12:00:00Z, 23:00",
        "Pacific/Auckland, 2026-04-05, 2026-04-04T11:00:00Z, 25:00",
        "America/New_York, 2026-03-08, 2026-03-08T05:00:00Z, 23:00",
        "America/New_York, 2026-11-01, 2026-11-01T04:00:00Z, 25:00",
        "Australia/Lord_Howe, 2026-10-04, 2026-10-03T13:30:00Z, 23:30",
        // Clocks go forward at midnight: the day starts at one.
        "Asia/Beirut, 2026-03-29, 2026-03-28T22:00:00Z, 23:00",
        // Clocks go back at midnight, so the last hour is repeated.
        "Africa/Cairo, 2026-10-29, 2026-10-28T21:00:00Z, 25:00",
        "Pacific/Apia, 2011-12-30, 2011-12-30T10:00:00Z, 00:00",
        "UTC, 2026-11-21, 2026-11-21T00:00:00Z, 24:00",
        "-18:00, 2026-11-21, 2026-11-21T18:00:00Z, 24:00",
    })
    void startsAndEndsAtMidnightOfItsZone(String zone, LocalDate date, Instant start, String length) {
        LocalDay day = LocalDay.of(date, ZoneId.of(zone));

        assertThat(Instant.ofEpochMilli(day.start())).isEqualTo(start);
        String[] parts = length.split(":", -1);
        assertThat(Duration.ofMillis(day.end() - day.start()))
                .isEqualTo(Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1])));
    }

    @Test
    void consistsOfPartsOfTheUtcDaysThatItOverlaps() {
        assertThat(LocalDay.of(DATE, ZoneId.of("Asia/Kathmandu")).parts())
                .containsExactly(
                        new Part(LocalDate.of(2026, 11, 20), at("20T18:15"), at("21T00:00")),
                        new Part(DATE, at("21T00:00"), at("21T18:15")));
        assertThat(LocalDay.of(DATE, ZoneOffset.UTC).parts())
                .containsExactly(new Part(DATE, at("21T00:00"), at("22T00:00")));
        assertThat(LocalDay.of(LocalDate.of(2011, 12, 30), ZoneId.of("Pacific/Apia"))
                        .parts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Pacific/Auckland, 2026-11-21, 2026-11-22",
        "America/New_York, 2026-11-20, 2026-11-21",
        "UTC, 2026-11-21, 2026-11-21",
        "Pacific/Kiritimati, 2026-11-21, 2026-11-22",
        "Etc/GMT+12, 2026-11-20, 2026-11-21"
    })
    void findsTheFirstAndLastLocalDayThatAUtcDayOverlaps(String zone, LocalDate first, LocalDate last) {
        assertThat(LocalDay.first(DATE, ZoneId.of(zone))).isEqualTo(first);
        assertThat(LocalDay.last(DATE, ZoneId.of(zone))).isEqualTo(last);
    }

    @Test
    void joinsAnEventThatWasCutAtUtcMidnight() {
        Event evening = event("20T21:10:00.250", "20T23:59:40.500", Behavior.DEEP_SLEEP);
        Event morning = event("21T00:00:10.125", "21T05:30", Behavior.DEEP_SLEEP);
        Event walk = event("21T05:30", "21T06:00", Behavior.WALKING);

        List<Span> spans = LocalDay.of(DATE, ZoneId.of("Europe/Berlin")).spans(List.of(evening, morning, walk));

        assertThat(spans)
                .containsExactly(
                        new Span(at("20T23:00"), at("21T05:30"), List.of(evening, morning)),
                        new Span(at("21T05:30"), at("21T06:00"), List.of(walk)));
        assertThat(spans.get(0).startsBefore()).isTrue();
        assertThat(spans.get(0).endsAfter()).isFalse();
        assertThat(Span.length(spans, Behavior.DEEP_SLEEP))
                .isEqualTo(Duration.ofMinutes(390).toMillis());
        assertThat(Span.length(spans, Behavior.RUNNING)).isZero();
    }

    @Test
    void cutsAnEventAtLocalMidnightToTheMillisecond() {
        Event event = event("20T10:59:59.999", "20T11:00:00.001", Behavior.RESTING);

        Span before = only(
                LocalDay.of(DATE.minusDays(1), ZoneId.of("Pacific/Auckland")).spans(List.of(event)));
        Span after = only(LocalDay.of(DATE, ZoneId.of("Pacific/Auckland")).spans(List.of(event)));

        assertThat(before.length()).isEqualTo(1);
        assertThat(before.endsAfter()).isTrue();
        assertThat(before.startsBefore()).isFalse();
        assertThat(after.length()).isEqualTo(1);
        assertThat(after.startsBefore()).isTrue();
        assertThat(after.endsAfter()).isFalse();
    }

    @Test
    void joinsEventsOverAGapOfAtMostASessionGap() {
        Event evening = event("20T23:00", "20T23:45", Behavior.RESTING);

        assertThat(berlin(evening, event("21T00:15", "21T01:00", Behavior.RESTING)))
                .hasSize(1);
        assertThat(berlin(evening, event("21T00:15:00.001", "21T01:00", Behavior.RESTING)))
                .hasSize(2);
        assertThat(berlin(evening, event("21T00:00", "21T01:00", Behavior.ALERT)))
                .hasSize(2);
    }

    @Test
    void joinsNeitherEventsWithinAUtcDayNorSingleReadings() {
        assertThat(berlin(
                        event("21T01:00", "21T01:10", Behavior.RESTING),
                        event("21T01:10", "21T01:20", Behavior.RESTING)))
                .hasSize(2);
        assertThat(berlin(
                        event("20T23:59:50", "20T23:59:50", Behavior.UNKNOWN),
                        event("21T00:00:10", "21T00:00:10", Behavior.UNKNOWN)))
                .hasSize(2);
    }

    @Test
    void joinsNothingIfThePreviousDayIsNotPublished() {
        Event morning = event("21T00:00:10", "21T05:30", Behavior.DEEP_SLEEP);

        assertThat(berlin(morning)).containsExactly(new Span(at("21T00:00:10"), at("21T05:30"), List.of(morning)));
    }

    @Test
    void countsAnEventWithoutDurationOnlyInItsLocalDay() {
        Event atMidnight = event("20T23:00", "20T23:00", Behavior.UNKNOWN);

        assertThat(berlin(atMidnight)).hasSize(1);
        assertThat(LocalDay.of(DATE.minusDays(1), ZoneId.of("Europe/Berlin")).spans(List.of(atMidnight)))
                .isEmpty();
        // This event ends at the start of the day.
        assertThat(berlin(event("20T22:00", "20T23:00", Behavior.RESTING))).isEmpty();
    }

    /** Returns all quarter-hour offsets from -12 to +14 hours, and zones that change their clocks. */
    static List<ZoneId> zones() {
        List<ZoneId> zones = new ArrayList<>();
        IntStream.rangeClosed(-12 * 4, 14 * 4)
                .forEach(quarter -> zones.add(ZoneOffset.ofTotalSeconds(quarter * 15 * 60)));
        List.of("America/New_York", "Europe/London", "Pacific/Auckland", "Australia/Lord_Howe", "America/Havana")
                .forEach(region -> zones.add(ZoneId.of(region)));
        return zones;
    }

    /**
     * In every zone, each millisecond of every event belongs to exactly one local day. So does the time between two
     * joined events.
     */
    @ParameterizedTest
    @MethodSource("zones")
    void countsEachMillisecondExactlyOnce(ZoneId zone) {
        LocalDate first = LocalDate.of(2026, 10, 20);
        int count = 20;
        List<List<Event>> days = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = first.plusDays(i).toEpochDay() * 86_400_000L;
            LocalDate day = first.plusDays(i);
            // The events leave no gap at UTC midnight, since joining events across a gap would change the totals.
            days.add(List.of(
                    event(day, start, start + 20_000_003, Behavior.DEEP_SLEEP),
                    event(day, start + 20_000_003, start + 50_000_011, Behavior.WALKING),
                    event(day, start + 60_000_000, start + 60_000_000, Behavior.UNKNOWN),
                    event(day, start + 64_000_017, start + 86_400_000, Behavior.DEEP_SLEEP)));
        }
        long asleep = 0;
        long walking = 0;
        int moments = 0;
        for (LocalDate date = first.minusDays(1); !date.isAfter(first.plusDays(count)); date = date.plusDays(1)) {
            LocalDay local = LocalDay.of(date, zone);
            List<Event> events = local.parts().stream()
                    .map(part -> (int) (part.day().toEpochDay() - first.toEpochDay()))
                    .filter(index -> index >= 0 && index < count)
                    .flatMap(index -> days.get(index).stream())
                    .toList();
            List<Span> spans = local.spans(events);
            for (int i = 0; i < spans.size(); i++) {
                assertThat(spans.get(i).start())
                        .isGreaterThanOrEqualTo(
                                i == 0 ? local.start() : spans.get(i - 1).end());
                assertThat(spans.get(i).end()).isLessThanOrEqualTo(local.end());
            }
            asleep += Span.length(spans, Behavior.DEEP_SLEEP);
            walking += Span.length(spans, Behavior.WALKING);
            moments += (int) spans.stream()
                    .filter(span -> span.behavior() == Behavior.UNKNOWN)
                    .count();
        }

        assertThat(asleep).isEqualTo(count * (20_000_003L + 86_400_000 - 64_000_017));
        assertThat(walking).isEqualTo(count * (50_000_011L - 20_000_003));
        assertThat(moments).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "UTC", "Z", "+05:45", "-12:00", "GMT+14", "Asia/Katmandu", "Etc/GMT-14"})
    void acceptsRegionsAndOffsets(String name) {
        assertThat(ZoneName.parse(name)).contains(ZoneId.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Berlin",
                "europe/berlin",
                "Europe/Berlin ",
                "+25:00",
                "+5:99",
                "CEST",
                "../../etc/passwd",
                "Europe/Berlin\0",
                "\r\nX: y",
                "<script>",
                "日本",
                "${jndi:ldap://x}"
            })
    void refusesOtherZoneNames(String name) {
        assertThat(ZoneName.parse(name)).isEmpty();
        assertThat(ZoneName.parse("A".repeat(1_000_000))).isEmpty();
    }

    private static List<Span> berlin(Event... events) {
        return LocalDay.of(DATE, ZoneId.of("Europe/Berlin")).spans(List.of(events));
    }

    private static Span only(List<Span> spans) {
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    /** @param time in November 2026, such as {@code 20T23:00} */
    private static long at(String time) {
        String minutes = "2026-11-" + time;
        return Instant.parse(minutes.length() == 16 ? minutes + ":00Z" : minutes + "Z")
                .toEpochMilli();
    }

    private static Event event(String start, String end, Behavior behavior) {
        return event(LocalDate.parse("2026-11-" + start.substring(0, 2)), at(start), at(end), behavior);
    }

    private static Event event(LocalDate day, long start, long end, Behavior behavior) {
        return EventBuilder.event("LUNA-01", start, end, behavior)
                .day(day)
                .readings(10)
                .heartRate(60, 1, 59, 61)
                .build();
    }
}
