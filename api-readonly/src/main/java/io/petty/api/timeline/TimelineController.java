package io.petty.api.timeline;

import io.petty.access.Principal;
import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.Publication;
import io.petty.parquet.export.JsonRows;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/** A collar's timelines, summaries and events. Whether the collar may be read is decided before a request gets here. */
@RestController
@RequestMapping(path = "/v1/collars/{collar}", produces = MediaType.APPLICATION_JSON_VALUE)
class TimelineController {
    private static final JsonRows<List<Event>> EVENTS = new JsonRows<>(TimelineTable.COLUMNS);
    private static final JsonRows<List<Summary>> SUMMARIES = new JsonRows<>(SummaryTable.COLUMNS);

    private final DayPublications days;
    private final PublishedCollarDays collarDays;
    private final LocalDayAnswers localDays;

    TimelineController(DayPublications days, PublishedCollarDays collarDays, LocalDayAnswers localDays) {
        this.days = days;
        this.collarDays = collarDays;
        this.localDays = localDays;
    }

    @GetMapping("/timeline")
    ResponseEntity<byte[]> timeline(
            @PathVariable("collar") String collar,
            @AuthenticationPrincipal Principal principal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = new QueryParameters(
                request, "date", "from", "to", "min_confidence", "behavior", "review", "limit", "after", "zone");
        EventFilter filter = EventFilter.of(parameters);
        ZoneId zone = parameters.zone("zone");
        if (zone != null) {
            return localDays.timeline(
                    new LocalDayAnswers.Asked(collar, principal, zone, parameters, request, response), filter);
        }
        return days("timeline", collar, principal, parameters, request, response, (json, shown) -> {
            List<Event> all = collarDays.events(shown, collar);
            List<Event> events = filter.of(all);
            json.writeArrayPropertyStart("events");
            EVENTS.write(json, events, 0, events.size());
            json.writeEndArray();
            return !all.isEmpty();
        });
    }

    @GetMapping("/summaries")
    ResponseEntity<byte[]> summaries(
            @PathVariable("collar") String collar,
            @AuthenticationPrincipal Principal principal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = new QueryParameters(request, "date", "from", "to", "limit", "after", "zone");
        ZoneId zone = parameters.zone("zone");
        if (zone != null) {
            return localDays.summaries(
                    new LocalDayAnswers.Asked(collar, principal, zone, parameters, request, response));
        }
        return days("summaries", collar, principal, parameters, request, response, (json, shown) -> {
            Optional<Summary> summary = collarDays.summary(shown, collar);
            json.writeName("summary");
            if (summary.isPresent()) {
                SUMMARIES.write(json, List.of(summary.get()), 0, 1);
            } else {
                json.writeNull();
            }
            return summary.isPresent();
        });
    }

    /** Writes what an endpoint shows of a day; tells whether the collar is there. */
    private interface DayBody {
        boolean write(JsonGenerator json, Publication shown) throws IOException;
    }

    /** The days that a request asks for, each written by its endpoint. */
    private ResponseEntity<byte[]> days(
            String endpoint,
            String collar,
            Principal principal,
            QueryParameters parameters,
            HttpServletRequest request,
            HttpServletResponse response,
            DayBody body)
            throws IOException {
        DayRange range = DayRange.of(parameters);
        return collarDays.answer(() -> {
            DayPage page = DayPage.of(days, range, parameters);
            return Answers.json(request, response, state(endpoint, collar, parameters, page), json -> {
                boolean seen = false;
                json.writeStartObject();
                json.writeStringProperty("collar_id", collar);
                json.writeArrayPropertyStart("days");
                for (Publication shown : page.publications()) {
                    writeHead(json, shown);
                    seen |= body.write(json, shown);
                    json.writeEndObject();
                }
                json.writeEndArray();
                writeTail(json, page.unpublished(), page.next(), request);
                // To a credential for all collars the days themselves are the only word on whether there is one.
                if (!seen
                        && !page.publications().isEmpty()
                        && !principal.collars().contains(collar)) {
                    throw new ProblemException(ProblemKind.UNKNOWN_COLLAR, ProblemKind.UNKNOWN_COLLAR.meaning());
                }
            });
        });
    }

    @GetMapping("/events/{event}")
    ResponseEntity<byte[]> event(
            @PathVariable("collar") String collar,
            @PathVariable("event") String eventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = new QueryParameters(request);
        LocalDate day = EventId.day(eventId).orElseThrow(TimelineController::unknownEvent);
        return collarDays.answer(() -> {
            Publication shown = days.of(day).orElseThrow(TimelineController::unknownEvent);
            DayPage page = new DayPage(List.of(shown), List.of(), null);
            return Answers.json(request, response, state("event " + eventId, collar, parameters, page), json -> {
                List<Event> event = collarDays.events(shown, collar).stream()
                        .filter(candidate -> candidate.eventId().equals(eventId))
                        .toList();
                if (event.isEmpty()) {
                    throw unknownEvent();
                }
                writeHead(json, shown);
                json.writeName("event");
                EVENTS.write(json, event, 0, 1);
                json.writeEndObject();
            });
        });
    }

    private static ProblemException unknownEvent() {
        return new ProblemException(ProblemKind.UNKNOWN_EVENT, ProblemKind.UNKNOWN_EVENT.meaning());
    }

    private static String state(String endpoint, String collar, QueryParameters parameters, DayPage page) {
        return Answers.state(
                endpoint,
                collar,
                parameters.canonical(),
                PublicationState.of(page.publications()),
                page.unpublished().toString(),
                String.valueOf(page.next()));
    }

    /** Begins the object of a day. */
    private static void writeHead(JsonGenerator json, Publication publication) {
        json.writeStartObject();
        json.writeStringProperty("day", publication.eventDay().toString());
        json.writeStringProperty("published_at", Times.text(publication.publishedAt()));
        json.writeNumberProperty("run", publication.run());
        json.writeStringProperty("ruleset", publication.ruleset());
    }

    static void writeTail(
            JsonGenerator json, List<LocalDate> unpublished, @Nullable LocalDate last, HttpServletRequest request) {
        json.writeArrayPropertyStart("unpublished");
        unpublished.forEach(day -> json.writeString(day.toString()));
        json.writeEndArray();
        json.writeStringProperty("next", last == null ? null : NextPage.address(request, last.toString()));
        json.writeEndObject();
    }
}
