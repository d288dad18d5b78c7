package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import io.petty.api.EndpointTable.Endpoint;
import io.petty.api.EndpointTable.Need;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entity tags, conditional requests, and compression. */
@ExtendWith(SharedServer.class)
class CachingTest {
    private static final String DAY = "/v1/collars/LUNA-01/timeline?date=2026-11-20";

    private final ApiServer server;
    private final List<String> token;

    CachingTest(ApiServer server) {
        this.server = server;
        this.token = server.bearerOf(Set.of(Permission.TIMELINES_READ, Permission.STATUS_READ), "LUNA-01");
    }

    @Test
    void givesEveryAnswerAStrongTagThatTheNextRequestMatches() {
        for (Endpoint endpoint : EndpointTable.all()) {
            if (endpoint.need() == Need.NOTHING) {
                continue;
            }
            Answer answer = server.get(endpoint.of("LUNA-01"), token);
            String tag = String.valueOf(answer.header("ETag"));
            assertThat(tag).as(endpoint.toString()).matches("\"[0-9a-f]{32}\"");
            assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding, Authorization, X-API-Key");

            Answer again = server.get(endpoint.of("LUNA-01"), token, "If-None-Match", tag);
            assertThat(again.status()).as(endpoint.toString()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(tag);
            assertThat(again.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(again.header("Vary")).isEqualTo("Accept-Encoding, Authorization, X-API-Key");
            assertThat(again.header("Content-Type")).isNull();
        }
    }

    @Test
    void hasDifferentTagsForDifferentQueriesEncodingsAndCollars() {
        List<String> both = server.token("LUNA-01", "BISCUIT-01");
        List<String> paths = List.of(
                DAY,
                DAY + "&min_confidence=0.5",
                DAY + "&behavior=Walking",
                DAY + "&behavior=Walking&behavior=Running",
                DAY + "&limit=1",
                "/v1/collars/LUNA-01/timeline?date=2026-11-19",
                "/v1/collars/LUNA-01/timeline?from=2026-11-20&to=2026-11-20",
                "/v1/collars/BISCUIT-01/timeline?date=2026-11-20",
                "/v1/collars/LUNA-01/summaries?date=2026-11-20");
        Set<String> tags = new HashSet<>();
        for (String path : paths) {
            assertThat(tags.add(String.valueOf(server.get(path, both).header("ETag"))))
                    .as(path)
                    .isTrue();
            assertThat(tags.add(String.valueOf(
                            server.get(path, both, "Accept-Encoding", "gzip").header("ETag"))))
                    .as(path)
                    .isTrue();
        }
    }

    @Test
    void changesTheTagWhenADayIsPublishedAgain() {
        String path = "/v1/collars/LUNA-01/timeline?date=2026-09-01";
        Answer before = server.get(path, token);
        String other = String.valueOf(server.get(DAY, token).header("ETag"));

        PublishedLake.publishAgain(server.home(), LocalDate.of(2026, 9, 1));

        String tag = String.valueOf(before.header("ETag"));
        Answer after = server.getUntil(path, token, answer -> answer.status() == 200, "If-None-Match", tag);
        assertThat(after.header("ETag")).isNotEqualTo(tag);
        assertThat(after.json().at("/days/0/run").asLong()).isGreaterThan(1);
        assertThat(after.json().at("/days/0/events")).isEqualTo(before.json().at("/days/0/events"));
        assertThat(server.get(DAY, token).header("ETag")).isEqualTo(other);
    }

    @Test
    void matchesATagInAListAWeakTagAndAnyTag() {
        String tag = String.valueOf(server.get(DAY, token).header("ETag"));
        for (String given : List.of(tag, "\"a\", " + tag, tag + ",\"b\"", "W/" + tag, "\"x,y\", " + tag, "*")) {
            assertThat(server.get(DAY, token, "If-None-Match", given).status())
                    .as(given)
                    .isEqualTo(304);
        }
        for (String given :
                List.of("\"a\"", "W/\"a\"", tag.replace("\"", ""), tag.toUpperCase(Locale.ROOT), "", ",", "\"*\"")) {
            assertThat(server.get(DAY, token, "If-None-Match", given).status())
                    .as(given)
                    .isEqualTo(200);
        }
    }

    @Test
    void matchesATagOnlyForItsEncoding() {
        String plain = String.valueOf(server.get(DAY, token).header("ETag"));
        String gzip =
                String.valueOf(server.get(DAY, token, "Accept-Encoding", "gzip").header("ETag"));

        assertThat(server.get(DAY, token, "If-None-Match", gzip).status()).isEqualTo(200);
        assertThat(server.get(DAY, token, "If-None-Match", plain, "Accept-Encoding", "gzip")
                        .status())
                .isEqualTo(200);
        assertThat(server.get(DAY, token, "If-None-Match", gzip, "Accept-Encoding", "gzip")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void doesNotRevealByATagWhetherACollarOrAnEventExists() {
        List<String> key = server.key(Set.of(Permission.TIMELINES_READ_ALL));
        String absent = "/v1/collars/NOBODY-1/timeline?date=2026-11-20";
        String event = "/v1/collars/LUNA-01/events/evt_512a" + "0".repeat(20);

        assertThat(server.get(absent, key, "If-None-Match", "*").status()).isEqualTo(404);
        assertThat(server.get(event, token, "If-None-Match", "*").status()).isEqualTo(404);
        assertThat(server.get(absent, token, "If-None-Match", "*").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br, gzip", "gzip;q=0.5, br;q=1", "*", "identity;q=0, *;q=0.1"})
    void compressesIfTheClientAcceptsGzip(String accepted) {
        Answer answer = server.get(DAY, token, "Accept-Encoding", accepted);

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(answer.body().length));
        assertThat(answer.unzipped()).isEqualTo(server.get(DAY, token).body());
        assertThat(answer.body().length).isLessThan(answer.unzipped().length / 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "deflate, gzip;q=0.000"})
    void doesNotCompressIfTheClientDoesNotAcceptGzip(String accepted) {
        Answer answer = server.get(DAY, token, "Accept-Encoding", accepted);

        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.body()).isEqualTo(server.get(DAY, token).body());
    }

    @Test
    void allowsNoCachingOfProblemsAndTokens() {
        assertThat(server.get(DAY).header("Cache-Control")).isEqualTo("no-store");
        assertThat(server.get("/v1/collars/MOCHI-01/timeline", token).header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(server.post("/v1/tokens", "{}", List.of()).header("Cache-Control"))
                .isEqualTo("no-store");
        assertThat(server.get("/.well-known/jwks.json").header("Cache-Control")).isEqualTo("max-age=300, public");
        assertThat(server.get("/js/app.js").header("Cache-Control")).isEqualTo("no-cache");
    }
}
