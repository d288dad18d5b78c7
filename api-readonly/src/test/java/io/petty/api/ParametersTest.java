package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems name invalid parameters, the days nearest to a missing day, and the available versions. */
@ExtendWith(SharedServer.class)
class ParametersTest {
    private final ApiServer server;
    private final List<String> token;

    ParametersTest(ApiServer server) {
        this.server = server;
        this.token = server.token("LUNA-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeline?|date",
                "timeline?date=|date",
                "timeline?date=2026-02-30|date",
                "timeline?date=2026-1-1|date",
                "timeline?date=20261120|date",
                "timeline?date=%2B2026-11-20|date",
                "timeline?date=10000-01-01|date",
                "timeline?date=2026-11-20&date=2026-11-20|date",
                "timeline?date=2026-11-20&from=2026-11-20&to=2026-11-20|date",
                "timeline?from=2026-11-20|to",
                "timeline?to=2026-11-20|from",
                "timeline?from=2026-11-20&to=2026-11-19|to",
                "timeline?from=2026-08-20&to=2026-11-20|to",
                "timeline?date=2026-11-20&limit=0|limit",
                "timeline?date=2026-11-20&limit=93|limit",
                "timeline?date=2026-11-20&limit=%2B5|limit",
                "timeline?date=2026-11-20&limit=99999999999|limit",
                "timeline?date=2026-11-20&limit=1.0|limit",
                "timeline?date=2026-11-20&after=yesterday|after",
                "timeline?date=2026-11-20&min_confidence=1.1|min_confidence",
                "timeline?date=2026-11-20&min_confidence=-0|min_confidence",
                "timeline?date=2026-11-20&min_confidence=NaN|min_confidence",
                "timeline?date=2026-11-20&min_confidence=1e-1|min_confidence",
                "timeline?date=2026-11-20&min_confidence=|min_confidence",
                "timeline?date=2026-11-20&min_confidence=0.1&min_confidence=0.1|min_confidence",
                "timeline?date=2026-11-20&behavior=deep sleep|behavior",
                "timeline?date=2026-11-20&behavior=Walking&behavior=|behavior",
                "timeline?date=2026-11-20&review=good|review",
                "timeline?date=2026-11-20&limits=1|limits",
                "timeline?Date=2026-11-20|Date",
                "timeline?date=2026-11-20&<b>=1|?b?",
                "timeline?date=2026-11-20&zone=|zone",
                "timeline?date=2026-11-20&zone=Berlin|zone",
                "timeline?date=2026-11-20&zone=europe/berlin|zone",
                "timeline?date=2026-11-20&zone=+05:45|zone",
                "timeline?date=2026-11-20&zone=%2B19:00|zone",
                "timeline?date=2026-11-20&zone=UTC&zone=UTC|zone",
                "timeline?date=2026-11-20&zone=Europe/Berlin%00|zone",
                "timeline?date=2026-11-20&zone=..%2F..%2Fetc%2Fpasswd|zone",
                "timeline?date=2026-11-20&zone=%0D%0AX:%20y|zone",
                "timeline?date=2026-11-20&zone=%E6%97%A5%E6%9C%AC|zone",
                "timeline?zone=Europe/Berlin|date",
                "summaries?date=2026-11-20&zone=Mars/Phobos|zone",
                "summaries?date=2026-11-20&behavior=Walking|behavior",
                "events/evt_512a69ef83240ec7fd5b3302?zone=UTC|zone",
                "events/evt_512a69ef83240ec7fd5b3302?date=2026-11-20|date",
            })
    void namesTheInvalidParameter(String asked, String parameter) {
        Answer answer = server.get(
                "/v1/collars/LUNA-01/"
                        + asked.replace(" ", "%20").replace("<", "%3C").replace(">", "%3E"),
                token);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json("type")).isEqualTo("/problems/bad-parameter");
        assertThat(answer.json("parameter")).isEqualTo(parameter);
        assertThat(answer.json("detail")).isNotBlank();
    }

    @Test
    void namesTheInvalidParameterAtOtherEndpoints() {
        List<String> status = server.key(Set.of(Permission.STATUS_READ));
        assertBad("/v1/collars?limit=1001", token, "limit");
        assertBad("/v1/collars?date=x", token, "date");
        assertBad("/v1/collars?after=a&after=b", token, "after");
        assertBad("/v1/days?limit=93", token, "limit");
        assertBad("/v1/days?from=2026-11-20", token, "to");
        assertBad("/v1/days?after=LUNA-01", token, "after");
        assertBad("/v1/status?to=2026-11-20", status, "from");
        assertBad("/v1/status?from=2026-01-01&to=2026-11-20", status, "to");
        assertBad("/v1/status/rejects", status, "date");
        assertBad("/v1/status/rejects?date=2026-11-20&limit=1", status, "limit");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "date=2026-10-05, 2026-10-04, 2026-10-07",
                "date=2026-10-05&after=2026-10-05, 2026-10-04, 2026-10-07",
                "date=2026-10-05&zone=UTC, 2026-10-04, 2026-10-07",
                "date=2026-10-05&zone=UTC&after=2026-10-05, 2026-10-04, 2026-10-07",
                "date=2026-11-21, 2026-11-20, none",
                "date=2026-08-20, none, 2026-08-21",
                "date=9999-12-31, 2026-11-20, none",
                "date=0000-01-01, none, 2026-08-21"
            })
    void namesTheNearestDaysOfAnUnpublishedDay(String asked, String before, String after) {
        for (String what : List.of("timeline", "summaries")) {
            Answer answer = server.get("/v1/collars/LUNA-01/" + what + "?" + asked, token);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/day-not-published");
            assertThat(answer.json().at("/nearest/before").asString(null)).isEqualTo(before);
            assertThat(answer.json().at("/nearest/after").asString(null)).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=2026-10-05&to=2026-10-06", "from=2026-12-01&to=2026-12-02"})
    void listsTheUnpublishedDaysOfARange(String asked) {
        for (String what : List.of("timeline", "summaries")) {
            Answer answer = server.get("/v1/collars/LUNA-01/" + what + "?" + asked, token);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("days")).isEmpty();
            assertThat(answer.json().path("unpublished")).hasSize(2);
        }
    }

    @Test
    void namesTheNearestDaysForCollars() {
        Answer answer = server.get("/v1/collars?date=2026-10-05", server.key(Set.of(Permission.TIMELINES_READ_ALL)));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/nearest/after").asString()).isEqualTo("2026-10-07");
    }

    @Test
    void redirectsPathsWithoutAVersionToTheNewest() {
        for (String path : List.of(
                "/collars/LUNA-01/timeline?date=2026-11-20&behavior=Deep%20Sleep",
                "/days", "/status", "/tokens", "/openapi.json")) {
            Answer answer = server.get(path);

            assertThat(answer.status()).as(path).isEqualTo(308);
            assertThat(answer.header("Location")).isEqualTo("/v1" + path);
            assertThat(answer.header("Deprecation")).matches("@\\d+");
            assertThat(answer.header("Link"))
                    .isEqualTo("</v1%s>; rel=\"successor-version\"".formatted(path.replaceFirst("\\?.*", "")));
        }
    }

    @Test
    void listsTheAvailableVersions() {
        for (String path : List.of("/v2/days", "/v0", "/v17/collars/LUNA-01/timeline")) {
            Answer answer = server.get(path, token);

            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.json("type")).isEqualTo("/problems/unknown-version");
            assertThat(answer.json().path("versions").toString()).isEqualTo("[\"v1\"]");
        }
    }

    private void assertBad(String path, List<String> credential, String parameter) {
        Answer answer = server.get(path, credential);
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.json("parameter")).as(path).isEqualTo(parameter);
    }
}
