package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Answers with days of a zone, compared to the published UTC days. */
@ExtendWith(SharedServer.class)
class LocalDayAnswerTest {
    private static final String COLLAR = "LUNA-01";
    private static final String TIMELINE = "/v1/collars/LUNA-01/timeline?";
    private static final String SUMMARIES = "/v1/collars/LUNA-01/summaries?";
    private static final double MILLIS_PER_MINUTE = 60_000;

    private final ApiServer server;
    private final List<String> token;

    LocalDayAnswerTest(ApiServer server) {
        this.server = server;
        this.token = server.token(COLLAR);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-18, Etc/GMT+12",
        "2026-11-18, America/St_Johns",
        "2026-11-18, UTC",
        "2026-11-18, Asia/Kathmandu",
        "2026-11-18, Pacific/Kiritimati",
        "2026-11-18, -09:30",
        // The clocks go forward on one day and back on the other.
        "2026-09-27, Pacific/Auckland",
        "2026-11-01, America/New_York"
    })
    void cutsEventsToTheLocalDay(LocalDate date, String zone) {
        LocalDay local = LocalDay.of(date, ZoneId.of(zone));
        List<Span> spans = local.spans(events(local));
        String query = "date=%s&zone=%s".formatted(date, zone.replace("+", "%2B"));

        JsonNode answer = server.get(TIMELINE + query, token).json();
        JsonNode day = answer.at("/days/0");

        assertThat(answer.path("zone").asString()).isEqualTo(zone);
        assertThat(day.path("day").asString()).isEqualTo(date.toString());
        assertThat(millis(day.path("start"))).isEqualTo(local.start());
        assertThat(millis(day.path("end"))).isEqualTo(local.end());
        assertThat(day.path("spans")).hasSize(spans.size());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            JsonNode span = day.path("spans").path(i);
            assertThat(millis(span.path("start"))).isEqualTo(spans.get(i).start());
            assertThat(millis(span.path("end"))).isEqualTo(spans.get(i).end());
            assertThat(span.path("behavior").asString())
                    .isEqualTo(spans.get(i).behavior().label());
            span.path("event_ids").forEach(id -> ids.add(id.asString()));
        }
        assertThat(day.at("/spans/0/starts_before").asBoolean())
                .isEqualTo(spans.get(0).startsBefore());
        assertThat(ids)
                .isEqualTo(spans.stream()
                        .flatMap(span -> span.events().stream())
                        .map(Event::eventId)
                        .toList());
        List<String> whole = new ArrayList<>();
        day.path("events").forEach(event -> whole.add(event.path("event_id").asString()));
        assertThat(whole).isEqualTo(ids);

        JsonNode summary = server.get(SUMMARIES + query, token).json().at("/days/0");
        for (Behavior behavior : Behavior.values()) {
            String member =
                    "minutes_" + behavior.label().toLowerCase(Locale.ROOT).replace(' ', '_');
            assertThat(summary.path("minutes").path(member).asDouble())
                    .as(member)
                    .isEqualTo(Span.length(spans, behavior) / MILLIS_PER_MINUTE);
        }
        assertThat(summary.path("minutes").path("observed_minutes").asDouble())
                .isEqualTo(spans.stream().mapToLong(Span::length).sum() / MILLIS_PER_MINUTE);
    }

    @Test
    void returnsUnchangedEventsAndSummariesOfUtcDays() {
        String range = "from=2026-11-17&to=2026-11-18";
        JsonNode utc = server.get(TIMELINE + range, token).json().path("days");
        JsonNode local = server.get(TIMELINE + "date=2026-11-18&zone=Europe/Berlin", token)
                .json()
                .at("/days/0");

        // The local day begins an hour before the UTC day, so it also contains events of the previous UTC day.
        assertThat(local.at("/events/0/day").asString()).isEqualTo("2026-11-17");
        JsonNode last = utc.at("/0/events/23");
        assertThat(local.path("events").valueStream()).contains(last);
        assertThat(local.path("events").valueStream()).contains(utc.at("/1/events/0"));

        JsonNode summary = server.get(SUMMARIES + "date=2026-11-18&zone=Europe/Berlin", token)
                .json()
                .at("/days/0");
        assertThat(summary.path("summary").isNull()).isTrue();
        JsonNode whole = server.get(SUMMARIES + range, token).json().path("days");
        assertThat(summary.path("utc_summaries").valueStream())
                .containsExactly(whole.at("/0/summary"), whole.at("/1/summary"));
    }

    @Test
    void hasNoMinutesForADayWithoutReadings() {
        LocalDate without = PublishedLake.WITHOUT_LUNA;
        JsonNode summary = server.get(SUMMARIES + "date=%s&zone=UTC".formatted(without), token)
                .json()
                .at("/days/0");

        assertThat(summary.path("minutes").isNull()).isTrue();
        assertThat(summary.path("utc_summaries")).isEmpty();
    }

    @Test
    void marksThePartsThatAreNotPublished() {
        JsonNode newest = server.get(TIMELINE + "date=2026-11-20&zone=America/New_York", token)
                .json()
                .at("/days/0");
        assertThat(newest.path("parts")).hasSize(2);
        assertThat(newest.at("/parts/0/day").asString()).isEqualTo("2026-11-20");
        assertThat(newest.at("/parts/0/start").asString()).isEqualTo("2026-11-20T05:00:00.000Z");
        assertThat(newest.at("/parts/0/published_at")).isEqualTo(newest.path("published_at"));
        assertThat(newest.at("/parts/1").toString())
                .isEqualTo("{\"day\":\"2026-11-21\",\"start\":\"2026-11-21T00:00:00.000Z\","
                        + "\"end\":\"2026-11-21T05:00:00.000Z\",\"published_at\":null,\"run\":null,\"ruleset\":null}");
        assertThat(newest.path("spans")).isNotEmpty();

        JsonNode oldest = server.get(TIMELINE + "date=2026-08-21&zone=Asia/Tokyo", token)
                .json()
                .at("/days/0");
        assertThat(oldest.at("/parts/0/run").isNull()).isTrue();
        assertThat(oldest.at("/parts/1/run").isNull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // Neither 2026-10-05 nor 2026-10-06 is published.
                "2026-10-06, Europe/Berlin, 2026-10-05, 2026-10-07",
                "2026-10-05, America/New_York, 2026-10-04, 2026-10-06",
                "2026-11-22, America/New_York, 2026-11-20, none",
                "2026-11-22, Pacific/Auckland, 2026-11-21, none",
                "2026-08-19, America/New_York, none, 2026-08-20"
            })
    void namesTheNearestDaysIfNoPartOfTheDayIsPublished(LocalDate date, String zone, String before, String after) {
        for (String path : List.of(TIMELINE, SUMMARIES)) {
            Answer answer = server.get(path + "date=%s&zone=%s".formatted(date, zone), token);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/day-not-published");
            assertThat(answer.json().at("/nearest/before").asString(null)).isEqualTo(before);
            assertThat(answer.json().at("/nearest/after").asString(null)).isEqualTo(after);
            for (String nearest : new String[] {before, after}) {
                if (nearest != null) {
                    assertThat(server.get(path + "date=%s&zone=%s".formatted(nearest, zone), token)
                                    .status())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void listsDaysWithoutAnyPublishedPartOverAllPages() {
        String next = TIMELINE + "from=2026-10-03&to=2026-10-08&zone=Etc/GMT-1&limit=2";
        List<String> shown = new ArrayList<>();
        List<String> unpublished = new ArrayList<>();
        int pages = 0;
        while (next != null) {
            JsonNode page = server.get(next, token).json();
            page.path("days").forEach(day -> shown.add(day.path("day").asString()));
            page.path("unpublished").forEach(day -> unpublished.add(day.asString()));
            next = page.path("next").asString(null);
            pages++;
        }

        assertThat(pages).isEqualTo(3);
        assertThat(shown).containsExactly("2026-10-03", "2026-10-04", "2026-10-05", "2026-10-07", "2026-10-08");
        assertThat(unpublished).containsExactly("2026-10-06");
    }

    @Test
    void answersTheLongestRangeInAnyZone() {
        JsonNode answer = server.get(
                        SUMMARIES
                                + "from=%s&to=%s&limit=92&zone=Pacific/Kiritimati"
                                        .formatted(PublishedLake.FIRST, PublishedLake.LAST),
                        token)
                .json();

        assertThat(answer.path("days").size() + answer.path("unpublished").size())
                .isEqualTo(92);
    }

    @Test
    void hasNoDayThatTheZoneSkipped() {
        Answer answer = server.get(TIMELINE + "date=2011-12-30&zone=Pacific/Apia", token);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json("type")).isEqualTo("/problems/day-not-published");
    }

    @Test
    void returnsSpansWithAnEventThatPassesTheFilter() {
        JsonNode day = server.get(TIMELINE + "date=2026-11-18&zone=Asia/Kathmandu&behavior=Walking", token)
                .json()
                .at("/days/0");

        assertThat(day.path("spans")).isNotEmpty();
        assertThat(day.path("spans").valueStream())
                .allMatch(span -> span.path("behavior").asString().equals("Walking"));
        assertThat(day.path("events")).hasSize(day.path("spans").size());
    }

    @Test
    void hasATagPerZoneThatChangesWhenOneOfItsUtcDaysIsPublishedAgain() {
        Set<String> tags = new HashSet<>();
        String date = "date=2026-09-02";
        for (String query : List.of("", "&zone=UTC", "&zone=Asia/Kathmandu", "&zone=%2B05:45", "&zone=Asia/Tokyo")) {
            for (String path : List.of(TIMELINE, SUMMARIES)) {
                Answer answer = server.get(path + date + query, token);
                String tag = String.valueOf(answer.header("ETag"));
                assertThat(tags.add(tag)).as(path + query).isTrue();
                assertThat(server.get(path + date + query, token, "If-None-Match", tag)
                                .status())
                        .isEqualTo(304);
            }
        }
        // Only the first part of the day belongs to 2026-09-01.
        String cut = TIMELINE + date + "&zone=Asia/Kathmandu";
        String whole = TIMELINE + date + "&zone=UTC";
        String before = String.valueOf(server.get(cut, token).header("ETag"));
        String other = String.valueOf(server.get(whole, token).header("ETag"));

        PublishedLake.publishAgain(server.home(), LocalDate.of(2026, 9, 1));

        Answer after = server.getUntil(cut, token, answer -> answer.status() == 200, "If-None-Match", before);
        assertThat(after.json().at("/days/0/parts/0/run").asLong()).isGreaterThan(1);
        assertThat(server.get(whole, token).header("ETag")).isEqualTo(other);
    }

    @Test
    void doesNotFindAnUnknownCollar() {
        List<String> key = server.key(Set.of(Permission.TIMELINES_READ_ALL));
        for (String path : List.of("timeline", "summaries")) {
            String query = "/%s?date=2026-11-18&zone=Europe/Berlin".formatted(path);
            assertThat(server.get("/v1/collars/REX-99" + query, key).status()).isEqualTo(200);
            Answer answer = server.get("/v1/collars/NOBODY-1" + query, key);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/unknown-collar");
        }
    }

    private static List<Event> events(LocalDay day) {
        return day.parts().stream()
                .flatMap(part -> PublishedLake.events(COLLAR, part.day()).stream())
                .toList();
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.asString()).toEpochMilli();
    }
}
