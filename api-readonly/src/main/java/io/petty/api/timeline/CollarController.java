package io.petty.api.timeline;

import io.petty.access.Permission;
import io.petty.access.Principal;
import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.Publication;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** The collars that a credential may read, and the days there are. */
@RestController
class CollarController {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final DayPublications days;
    private final PublishedCollarDays collarDays;

    CollarController(DayPublications days, PublishedCollarDays collarDays) {
        this.days = days;
        this.collarDays = collarDays;
    }

    @GetMapping(path = "/v1/collars", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> collars(
            @AuthenticationPrincipal Principal principal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = new QueryParameters(request, "date", "limit", "after");
        int limit = parameters.whole("limit", 1, MOST, USUAL);
        String after = parameters.text("after");
        LocalDate date = parameters.date("date");
        boolean all = principal.permissions().contains(Permission.TIMELINES_READ_ALL);
        return collarDays.answer(() -> {
            List<Publication> shown = all ? day(date) : List.of();
            List<String> page = all
                    ? shown.isEmpty() ? List.of() : collarDays.collars(shown.get(0), after, limit + 1)
                    : principal.collars().stream()
                            .sorted()
                            .filter(collar -> after == null || collar.compareTo(after) > 0)
                            .limit(limit + 1L)
                            .toList();
            String state = Answers.state(
                    "collars", principal.id(), parameters.canonical(), PublicationState.of(shown), page.toString());
            return Answers.json(request, response, state, json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("collars");
                for (String collar : page.subList(0, Math.min(limit, page.size()))) {
                    json.writeStartObject();
                    json.writeStringProperty("collar_id", collar);
                    json.writeEndObject();
                }
                json.writeEndArray();
                writeNext(json, page.size() > limit ? NextPage.address(request, page.get(limit - 1)) : null);
            });
        });
    }

    private List<Publication> day(@Nullable LocalDate date) {
        if (date == null) {
            return days.newest(1);
        }
        DayRange range = new DayRange(date, date, true);
        return DayPage.all(days, range);
    }

    @GetMapping(path = "/v1/days", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> days(HttpServletRequest request, HttpServletResponse response) throws IOException {
        QueryParameters parameters = new QueryParameters(request, "from", "to", "limit", "after");
        int limit = parameters.whole("limit", 1, DayRange.MOST_DAYS, DayRange.MOST_DAYS);
        LocalDate after = parameters.date("after");
        DayRange range = DayRange.between(parameters);
        List<Publication> found = (range == null
                        ? days.newest(DayRange.MOST_DAYS)
                        : days.between(range.from(), range.to()))
                .stream()
                        .filter(publication ->
                                after == null || publication.eventDay().isAfter(after))
                        .toList();
        List<Publication> page = found.subList(0, Math.min(limit, found.size()));
        String state =
                Answers.state("days", parameters.canonical(), PublicationState.of(page), String.valueOf(found.size()));
        return Answers.json(request, response, state, json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("days");
            for (Publication publication : page) {
                json.writeStartObject();
                json.writeStringProperty("day", publication.eventDay().toString());
                json.writeStringProperty("published_at", Times.text(publication.publishedAt()));
                json.writeStringProperty("ruleset", publication.ruleset());
                json.writeEndObject();
            }
            json.writeEndArray();
            writeNext(
                    json,
                    found.size() > limit
                            ? NextPage.address(
                                    request, page.get(limit - 1).eventDay().toString())
                            : null);
        });
    }

    private static void writeNext(JsonGenerator json, @Nullable String next) {
        json.writeStringProperty("next", next);
        json.writeEndObject();
    }
}
