package io.petty.api.timeline;

import io.petty.access.Principal;
import io.petty.api.http.Answers;
import io.petty.api.http.DayRange;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.QueryParameters;
import io.petty.api.http.Times;
import io.petty.lake.DayLookups;
import io.petty.lake.Publication;
import io.petty.parquet.export.JsonRows;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventId;
import io.petty.timeline.LocalDay;
import io.petty.timeline.Span;
import io.petty.timeline.Summary;
import io.petty.timeline.SummaryTable;
import io.petty.timeline.TimelineTable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;

/**
 * The endpoints for a collar's timelines, summaries and events, by UTC days or by the days of a time zone. The rule for
 * the path has already checked that the credential may read the collar.
 */
@RestController
@RequestMapping(path = "/v1/collars/{collar}", produces = MediaType.APPLICATION_JSON_VALUE)
class TimelineController {
    private static final JsonRows<List<Event>> EVENTS = new JsonRows<>(TimelineTable.COLUMNS);
    private static final JsonRows<List<Summary>> SUMMARIES = new JsonRows<>(SummaryTable.COLUMNS);
    private static final double MILLIS_PER_MINUTE = 60_000;

    /** In the order of a summary's columns, followed by unknown behavior, for which a summary has no column. */
    private static final List<Behavior> MINUTES = List.of(
            Behavior.DEEP_SLEEP,
            Behavior.RESTING,
            Behavior.ALERT,
            Behavior.WALKING,
            Behavior.RUNNING,
            Behavior.ANXIOUS_PACING,
            Behavior.PLAYING_FETCH,
            Behavior.UNKNOWN);

    private final DayPublications days;
    private final DayLookups lookups;

    TimelineController(DayPublications days, DayLookups lookups) {
        this.days = days;
        this.lookups = lookups;
    }

    /** A request for a collar's days; {@code zone} is null for UTC days. */
    private record Asked(
            String collar,
            @Nullable ZoneId zone,
            Principal principal,
            QueryParameters parameters,
            HttpServletRequest request,
            HttpServletResponse response) {}

    /** Writes the part of an endpoint about a day, and returns whether the day has data of the collar. */
    private interface DayBody {
        /**
         * @param publications the publication of the day, or with a zone, those of the UTC days that it overlaps
         * @param known the events that were already looked up
         */
        boolean write(
                JsonGenerator json, LocalDay day, List<Publication> publications, Map<LocalDate, List<Event>> known)
                throws IOException;
    }

    /** Looks up a collar's events. {@code known} caches them, since a UTC day overlaps several local days. */
    private List<Event> events(String collar, List<Publication> publications, Map<LocalDate, List<Event>> known)
            throws IOException {
        List<Event> events = new ArrayList<>();
        for (Publication publication : publications) {
            List<Event> own = known.get(publication.eventDay());
            if (own == null) {
                own = lookups.eventsOf(publication, collar);
                known.put(publication.eventDay(), own);
            }
            events.addAll(own);
        }
        return events;
    }

    /** Returns matching events; with a zone, whole spans with at least one matching event, and their events. */
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
        Asked asked = new Asked(collar, zone, principal, parameters, request, response);
        return days("timeline", asked, (json, day, publications, known) -> {
            List<Event> all = events(collar, publications, known);
            List<Span> spans = zone == null ? List.of() : filter.ofSpans(day.spans(all));
            List<Event> events = zone == null
                    ? filter.of(all)
                    : spans.stream().flatMap(span -> span.events().stream()).toList();
            json.writeArrayPropertyStart("events");
            EVENTS.write(json, events, 0, events.size());
            json.writeEndArray();
            if (zone != null) {
                json.writeArrayPropertyStart("spans");
                spans.forEach(span -> writeSpan(json, span));
                json.writeEndArray();
            }
            return !all.isEmpty();
        });
    }

    /** Returns one summary per day; with a zone, the minutes within the local day and the summaries of its UTC days. */
    @GetMapping("/summaries")
    ResponseEntity<byte[]> summaries(
            @PathVariable("collar") String collar,
            @AuthenticationPrincipal Principal principal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        QueryParameters parameters = new QueryParameters(request, "date", "from", "to", "limit", "after", "zone");
        ZoneId zone = parameters.zone("zone");
        Asked asked = new Asked(collar, zone, principal, parameters, request, response);
        return days("summaries", asked, (json, day, publications, known) -> {
            List<Summary> summaries = new ArrayList<>();
            for (Publication publication : publications) {
                lookups.summaryOf(publication, collar).ifPresent(summaries::add);
            }
            if (zone == null && !summaries.isEmpty()) {
                json.writeName("summary");
                SUMMARIES.write(json, summaries, 0, 1);
            } else {
                json.writeNullProperty("summary");
            }
            if (zone == null) {
                return !summaries.isEmpty();
            }
            List<Event> events = events(collar, publications, known);
            List<Span> spans = day.spans(events);
            if (spans.isEmpty()) {
                json.writeNullProperty("minutes");
            } else {
                writeMinutes(json, spans);
            }
            json.writeArrayPropertyStart("utc_summaries");
            SUMMARIES.write(json, summaries, 0, summaries.size());
            json.writeEndArray();
            return !events.isEmpty();
        });
    }

    /** Answers with the days of a request. */
    private ResponseEntity<byte[]> days(String endpoint, Asked asked, DayBody body) throws IOException {
        String collar = asked.collar();
        ZoneId zone = asked.zone();
        DayRange range = DayRange.of(asked.parameters());
        return days.answer(() -> {
            DayPage page =
                    DayPage.of(days, range, Objects.requireNonNullElse(zone, ZoneOffset.UTC), asked.parameters());
            String state = Answers.state(endpoint, collar, asked.parameters().canonical(), page.state(days::text));
            return Answers.json(asked.request(), asked.response(), state, json -> {
                Map<LocalDate, List<Event>> known = new HashMap<>();
                boolean seen = false;
                json.writeStartObject();
                json.writeStringProperty("collar_id", collar);
                if (zone != null) {
                    json.writeStringProperty("zone", zone.getId());
                }
                json.writeArrayPropertyStart("days");
                for (LocalDay day : page.days()) {
                    List<Publication> publications = page.of(day);
                    writeHead(json, day.date(), publications);
                    if (zone != null) {
                        writeParts(json, day, page);
                    }
                    seen |= body.write(json, day, publications, known);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("unpublished");
                page.unpublished().forEach(day -> json.writeString(day.toString()));
                json.writeEndArray();
                Answers.writeNext(json, asked.request(), page.next());
                json.writeEndObject();
                // For a credential for all collars, only data of the days shows that the collar exists.
                if (!seen
                        && !page.days().isEmpty()
                        && !asked.principal().collars().contains(collar)) {
                    throw ProblemKind.UNKNOWN_COLLAR.problem();
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
        LocalDate day = EventId.day(eventId).orElseThrow(ProblemKind.UNKNOWN_EVENT::problem);
        return days.answer(() -> {
            Publication shown = days.of(day).orElseThrow(ProblemKind.UNKNOWN_EVENT::problem);
            String state = Answers.state("event", eventId, collar, parameters.canonical(), days.text(shown));
            return Answers.json(request, response, state, json -> {
                Event event = lookups.event(shown, collar, eventId).orElseThrow(ProblemKind.UNKNOWN_EVENT::problem);
                writeHead(json, day, List.of(shown));
                json.writeName("event");
                EVENTS.write(json, List.of(event), 0, 1);
                json.writeEndObject();
            });
        });
    }

    /** Begins the object of a day. It shows the newest of the publications. */
    private static void writeHead(JsonGenerator json, LocalDate day, List<Publication> publications) {
        json.writeStartObject();
        json.writeStringProperty("day", day.toString());
        writePublication(
                json,
                publications.stream()
                        .max(Comparator.comparing(Publication::publishedAt).thenComparing(Publication::eventDay))
                        .orElseThrow());
    }

    private static void writeParts(JsonGenerator json, LocalDay day, DayPage page) {
        writeBounds(json, day.start(), day.end());
        json.writeArrayPropertyStart("parts");
        for (LocalDay.Part part : day.parts()) {
            json.writeStartObject();
            json.writeStringProperty("day", part.day().toString());
            writeBounds(json, part.start(), part.end());
            writePublication(json, page.publications().get(part.day()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @param publication null for a day that is not published */
    private static void writePublication(JsonGenerator json, @Nullable Publication publication) {
        if (publication == null) {
            List.of("published_at", "run", "ruleset").forEach(json::writeNullProperty);
        } else {
            json.writeStringProperty("published_at", Times.text(publication.publishedAt()));
            json.writeNumberProperty("run", publication.run());
            json.writeStringProperty("ruleset", publication.inputs().ruleset());
        }
    }

    private static void writeSpan(JsonGenerator json, Span span) {
        json.writeStartObject();
        writeBounds(json, span.start(), span.end());
        json.writeStringProperty("behavior", span.behavior().label());
        json.writeBooleanProperty("starts_before", span.startsBefore());
        json.writeBooleanProperty("ends_after", span.endsAfter());
        json.writeArrayPropertyStart("event_ids");
        span.events().forEach(event -> json.writeString(event.eventId()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMinutes(JsonGenerator json, List<Span> spans) {
        json.writeObjectPropertyStart("minutes");
        for (Behavior behavior : MINUTES) {
            String name = "minutes_" + behavior.label().toLowerCase(Locale.ROOT).replace(' ', '_');
            json.writeNumberProperty(name, Span.length(spans, behavior) / MILLIS_PER_MINUTE);
        }
        long observed = spans.stream().mapToLong(Span::length).sum();
        json.writeNumberProperty("observed_minutes", observed / MILLIS_PER_MINUTE);
        json.writeEndObject();
    }

    private static void writeBounds(JsonGenerator json, long start, long end) {
        json.writeStringProperty("start", Times.text(Instant.ofEpochMilli(start)));
        json.writeStringProperty("end", Times.text(Instant.ofEpochMilli(end)));
    }
}
