package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.parquet.TableColumns;
import io.petty.parquet.export.TextExport;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Answers with days, compared to the published rows. */
@ExtendWith(SharedServer.class)
class TimelineAnswerTest {
    private static final String COLLAR = "LUNA-01";
    private static final LocalDate DAY = PublishedLake.LAST;

    private final ApiServer server;
    private List<String> token = List.of();

    TimelineAnswerTest(ApiServer server) {
        this.server = server;
    }

    @BeforeEach
    void signIn() {
        token = server.token(COLLAR);
    }

    @Test
    void returnsTheEventsOfADayInTheFormatOfAnExport() throws Exception {
        Answer answer = server.get("/v1/collars/LUNA-01/timeline?date=" + DAY, token);

        String rows = String.join(",", exported(TimelineTable.COLUMNS, PublishedLake.events(COLLAR, DAY)));
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text())
                .isEqualTo(("{\"collar_id\":\"LUNA-01\",\"days\":[{\"day\":\"2026-11-20\","
                                + "\"published_at\":\"2026-11-21T02:10:01.050Z\",\"run\":1,\"ruleset\":\"2027.1\","
                                + "\"events\":[%s]}],\"unpublished\":[],\"next\":null}")
                        .formatted(rows));
    }

    @Test
    void hasTheColumnsOfAnEventInTheOrderOfTheSpec() {
        JsonNode event = server.get("/v1/collars/LUNA-01/timeline?date=" + DAY, token)
                .json()
                .at("/days/0/events/0");

        assertThat(event.propertyNames())
                .containsExactly(
                        ("event_id collar_id day start end behavior rule_confidence confidence readings hr_readings hr_mean hr_std"
                                        + " hr_min hr_max radius_m distance_m fetch_cycles baseline_hr"
                                        + " reference_hr feedback_positive feedback_negative review corrected_behavior ruleset")
                                .split(" "));
        assertThat(event.path("start").asString()).matches("2026-11-20T00:00:0\\d\\.\\d{3}Z");
    }

    @Test
    void returnsTheSummariesOfARangeAndNullForADayWithoutReadings() throws Exception {
        LocalDate without = PublishedLake.WITHOUT_LUNA;
        JsonNode days = server.get(
                        "/v1/collars/LUNA-01/summaries?from=%s&to=%s".formatted(without.minusDays(1), without), token)
                .json()
                .path("days");

        List<Event> events = PublishedLake.events(COLLAR, without.minusDays(1));
        assertThat(days).hasSize(2);
        assertThat(days.at("/0/summary").toString())
                .isEqualTo(exported(SummaryTable.COLUMNS, List.of(MadeUpDay.summary(events)))
                        .get(0));
        assertThat(days.at("/1/summary").isNull()).isTrue();
    }

    @Test
    void returnsADayWithoutReadingsWithoutEvents() {
        JsonNode days = server.get("/v1/collars/LUNA-01/timeline?date=" + PublishedLake.WITHOUT_LUNA, token)
                .json()
                .path("days");

        assertThat(days).hasSize(1);
        assertThat(days.at("/0/events")).isEmpty();
    }

    @Test
    void returnsAnEventByItsId() throws Exception {
        Event event = PublishedLake.events(COLLAR, DAY).get(7);

        Answer answer = server.get("/v1/collars/LUNA-01/events/" + event.eventId(), token);

        assertThat(answer.json().path("event").toString())
                .isEqualTo(exported(TimelineTable.COLUMNS, List.of(event)).get(0));
        assertThat(answer.json("published_at")).isEqualTo("2026-11-21T02:10:01.050Z");
        assertThat(answer.json().path("run").asLong()).isEqualTo(1);
    }

    @Test
    void doesNotFindAnEventOfAnotherCollarOrAnUnknownId() {
        String foreign = PublishedLake.events("MOCHI-01", DAY).get(0).eventId();
        for (String id : List.of(foreign, "evt_512a" + "0".repeat(20), "evt_ffff" + "0".repeat(20), "evt_", "x")) {
            Answer answer = server.get("/v1/collars/LUNA-01/events/" + id, token);

            assertThat(answer.status()).as(id).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/unknown-event");
        }
    }

    @Test
    void returnsTheEventsThatPassTheFilter() {
        assertFiltered("min_confidence=0.7", event -> event.confidence() >= 0.7);
        assertFiltered("min_confidence=1", event -> event.confidence() >= 1);
        assertFiltered("min_confidence=.735", event -> event.confidence() >= 0.735);
        assertFiltered("min_confidence=0", event -> true);
        assertFiltered("behavior=Deep%20Sleep", event -> event.behavior() == Behavior.DEEP_SLEEP);
        assertFiltered(
                "behavior=Deep+Sleep&behavior=Walking",
                event -> event.behavior() == Behavior.DEEP_SLEEP || event.behavior() == Behavior.WALKING);
        assertFiltered(
                "review=confirmed&review=disputed",
                event -> event.review().label().matches("confirmed|disputed"));
        assertFiltered(
                "behavior=Alert&review=unreviewed&min_confidence=0.25",
                event -> event.behavior() == Behavior.ALERT
                        && event.review().label().equals("unreviewed")
                        && event.confidence() >= 0.25);
    }

    @Test
    void findsEachKnownCollarForAKeyForAllCollars() {
        List<String> key = server.key(Set.of(Permission.TIMELINES_READ_ALL));

        assertThat(server.get("/v1/collars/REX-99/timeline?date=" + DAY, key).status())
                .isEqualTo(200);
        for (String path : List.of("/timeline?date=" + DAY, "/summaries?date=" + DAY)) {
            Answer answer = server.get("/v1/collars/NOBODY-1" + path, key);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/unknown-collar");
        }
    }

    private void assertFiltered(String query, Predicate<Event> holds) {
        LocalDate from = DAY.minusDays(3);
        JsonNode days = server.get("/v1/collars/LUNA-01/timeline?from=%s&to=%s&%s".formatted(from, DAY, query), token)
                .json()
                .path("days");
        List<String> served = new ArrayList<>();
        days.forEach(day -> day.path("events")
                .forEach(event -> served.add(event.path("event_id").asString())));
        List<String> expected = from.datesUntil(DAY.plusDays(1))
                .flatMap(day -> PublishedLake.events(COLLAR, day).stream())
                .filter(holds)
                .map(Event::eventId)
                .toList();
        assertThat(served).as(query).isEqualTo(expected);
        assertThat(days).hasSize(4);
    }

    private static <R> List<String> exported(TableColumns<List<R>> columns, List<R> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TextExport<List<R>> export = TextExport.ndjson(columns, out)) {
            export.write(rows, 0, rows.size());
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
