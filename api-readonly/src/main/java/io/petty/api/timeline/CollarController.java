package io.petty.api.timeline;

import io.petty.access.Permission;
import io.petty.access.Principal;
import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.DayLookups;
import io.petty.lake.Publication;
import io.petty.timeline.LocalDay;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints for the collars of a credential and for the published days. */
@RestController
class CollarController {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final DayPublications days;
    private final DayLookups lookups;

    CollarController(DayPublications days, DayLookups lookups) {
        this.days = days;
        this.lookups = lookups;
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
        return days.answer(() -> {
            Optional<Publication> shown = all ? day(date) : Optional.empty();
            List<String> page;
            if (all) {
                page = shown.isEmpty() ? List.of() : lookups.collars(shown.get(), after, limit + 1);
            } else {
                page = principal.collars().stream()
                        .sorted()
                        .filter(collar -> after == null || collar.compareTo(after) > 0)
                        .limit(limit + 1L)
                        .toList();
            }
            String state =
                    Answers.state("collars", principal.id(), parameters.canonical(), shown.toString(), page.toString());
            return Answers.json(request, response, state, json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("collars");
                for (String collar : page.subList(0, Math.min(limit, page.size()))) {
                    json.writeStartObject();
                    json.writeStringProperty("collar_id", collar);
                    json.writeEndObject();
                }
                json.writeEndArray();
                Answers.writeNext(json, request, page.size() > limit ? page.get(limit - 1) : null);
                json.writeEndObject();
            });
        });
    }

    /** Returns the publication of a date, or of the newest published day. */
    private Optional<Publication> day(@Nullable LocalDate date) {
        Optional<Publication> published = date == null ? days.newest().flatMap(days::of) : days.of(date);
        if (published.isEmpty() && date != null) {
            throw DayPage.notPublished(days, LocalDay.of(date, ZoneOffset.UTC));
        }
        return published;
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
        String state = Answers.state("days", parameters.canonical(), page.toString(), String.valueOf(found.size()));
        return Answers.json(request, response, state, json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("days");
            for (Publication publication : page) {
                json.writeStartObject();
                json.writeStringProperty("day", publication.eventDay().toString());
                json.writeStringProperty("published_at", Times.text(publication.publishedAt()));
                json.writeStringProperty("ruleset", publication.inputs().ruleset());
                json.writeEndObject();
            }
            json.writeEndArray();
            Answers.writeNext(
                    json, request, found.size() > limit ? page.get(limit - 1).eventDay() : null);
            json.writeEndObject();
        });
    }
}
