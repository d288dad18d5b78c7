package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.access.Permission;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Paged lists contain everything once and in order, with any page size. */
@ExtendWith(SharedServer.class)
class PagingTest {
    private static final String WHOLE = "from=" + PublishedLake.FIRST + "&to=" + PublishedLake.LAST;
    private static final List<String> DAYS =
            PublishedLake.days().stream().map(LocalDate::toString).toList();

    private final ApiServer server;
    private final List<String> token;
    private final List<String> keyForAll;

    PagingTest(ApiServer server) {
        this.server = server;
        this.token = server.token("LUNA-01", "BISCUIT-01", "A-UNSEEN");
        this.keyForAll = server.key(Set.of(Permission.TIMELINES_READ_ALL));
    }

    @Test
    void listsEachDayOfATimelineOnce() {
        for (int limit : List.of(1, 7, 31, 91, 92)) {
            List<String> unpublished = new ArrayList<>();
            List<String> days = follow(
                    "/v1/collars/LUNA-01/timeline?behavior=Deep%20Sleep&limit=" + limit + "&" + WHOLE,
                    token,
                    answer -> {
                        answer.json().path("unpublished").forEach(day -> unpublished.add(day.asString()));
                        return answer.each("days", "day");
                    });

            assertThat(days).as("%d per page", limit).isEqualTo(DAYS);
            assertThat(unpublished)
                    .isEqualTo(PublishedLake.UNPUBLISHED.stream()
                            .sorted()
                            .map(LocalDate::toString)
                            .toList());
        }
    }

    @Test
    void hasAMonthPerPageByDefault() {
        JsonNode first =
                server.get("/v1/collars/LUNA-01/summaries?" + WHOLE, token).json();

        assertThat(first.path("days").size() + first.path("unpublished").size()).isEqualTo(31);
        assertThat(first.path("next").asString())
                .isEqualTo("/v1/collars/LUNA-01/summaries?" + WHOLE + "&after=2026-09-20");
        assertThat(follow("/v1/collars/LUNA-01/summaries?" + WHOLE, token, answer -> answer.each("days", "day")))
                .isEqualTo(DAYS);
    }

    @Test
    void keepsTheFiltersOfTheFirstPage() {
        List<String> behaviors = follow(
                "/v1/collars/LUNA-01/timeline?limit=20&behavior=Deep+Sleep&behavior=Walking&" + WHOLE,
                token,
                answer -> {
                    List<String> seen = new ArrayList<>();
                    answer.json()
                            .path("days")
                            .forEach(day -> day.path("events")
                                    .forEach(event ->
                                            seen.add(event.path("behavior").asString())));
                    return seen;
                });

        assertThat(behaviors).contains("Deep Sleep", "Walking").doesNotContain("Running", "Unknown");
    }

    @Test
    void returnsNothingAfterTheLastDay() {
        Answer answer =
                server.get("/v1/collars/LUNA-01/timeline?%s&after=%s".formatted(WHOLE, PublishedLake.LAST), token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("days")).isEmpty();
        assertThat(answer.json().path("next").isNull()).isTrue();
    }

    @Test
    void listsEachPublishedDayOnce() {
        for (int limit : List.of(1, 10, 92)) {
            assertThat(follow("/v1/days?limit=" + limit, token, answer -> answer.each("days", "day")))
                    .isEqualTo(DAYS);
            assertThat(follow(
                            "/v1/days?from=2026-10-01&to=2026-10-08&limit=" + limit,
                            token,
                            answer -> answer.each("days", "day")))
                    .containsExactly(
                            "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-07", "2026-10-08");
        }
    }

    @Test
    void listsTheCollarsOfATokenAndThoseOfADayForAKey() {
        for (int limit : List.of(1, 2, 100)) {
            assertThat(follow("/v1/collars?limit=" + limit, token, answer -> answer.each("collars", "collar_id")))
                    .containsExactly("A-UNSEEN", "BISCUIT-01", "LUNA-01");
            assertThat(follow("/v1/collars?limit=" + limit, keyForAll, answer -> answer.each("collars", "collar_id")))
                    .isEqualTo(PublishedLake.COLLARS);
            assertThat(follow(
                            "/v1/collars?date=%s&limit=%d".formatted(PublishedLake.WITHOUT_LUNA, limit),
                            keyForAll,
                            answer -> answer.each("collars", "collar_id")))
                    .containsExactly("BISCUIT-01", "MOCHI-01", "REX-99");
        }
    }

    private List<String> follow(String address, List<String> credential, Function<Answer, List<String>> read) {
        List<String> all = new ArrayList<>();
        String next = address;
        for (int page = 0; !next.isEmpty(); page++) {
            assertThat(page).as("pages").isLessThan(200);
            Answer answer = server.get(next, credential);
            assertThat(answer.status()).as(next).isEqualTo(200);
            all.addAll(read.apply(answer));
            next = answer.json("next");
        }
        return all;
    }
}
