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
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;

/** Timelines and summaries of the days of a time zone. */
@Component
final class LocalDayAnswers {
    private static final JsonRows<List<Event>> EVENTS = new JsonRows<>(TimelineTable.COLUMNS);
    private static final JsonRows<List<Summary>> SUMMARIES = new JsonRows<>(SummaryTable.COLUMNS);
    private static final double MILLIS_PER_MINUTE = 60_000;

    /** In the order of the columns of a summary. */
    private static final List<Behavior> MINUTES = List.of(
            Behavior.DEEP_SLEEP,
            Behavior.RESTING,
            Behavior.ALERT,
            Behavior.WALKING,
            Behavior.RUNNING,
            Behavior.ANXIOUS_PACING,
            Behavior.PLAYING_FETCH,
            Behavior.UNKNOWN);

    private final DayPublications published;
    private final PublishedCollarDays collarDays;

    LocalDayAnswers(DayPublications published, PublishedCollarDays collarDays) {
        this.published = published;
        this.collarDays = collarDays;
    }

    /** A request for days of a zone. */
    record Asked(
            String collar,
            Principal principal,
            ZoneId zone,
            QueryParameters parameters,
            HttpServletRequest request,
            HttpServletResponse response) {}

    /** Spans with an event that passes the filter, whole, and their events. */
    ResponseEntity<byte[]> timeline(Asked asked, EventFilter filter) throws IOException {
        return days("timeline", asked, (json, day, events, publications) -> {
            List<Span> spans = filter.ofSpans(day.spans(events));
            List<Event> shown =
                    spans.stream().flatMap(span -> span.events().stream()).toList();
            json.writeArrayPropertyStart("events");
            EVENTS.write(json, shown, 0, shown.size());
            json.writeEndArray();
            json.writeArrayPropertyStart("spans");
            spans.forEach(span -> writeSpan(json, span));
            json.writeEndArray();
        });
    }

    /** Minutes within the local day, and the summaries of its UTC days as they are. */
    ResponseEntity<byte[]> summaries(Asked asked) throws IOException {
        return days("summaries", asked, (json, day, events, publications) -> {
            json.writeNullProperty("summary");
            json.writeName("minutes");
            List<Span> spans = day.spans(events);
            if (spans.isEmpty()) {
                json.writeNull();
            } else {
                writeMinutes(json, spans);
            }
            List<Summary> summaries = new ArrayList<>();
            for (Publication publication : publications) {
                Optional<Summary> summary = collarDays.summary(publication, asked.collar());
                summary.ifPresent(summaries::add);
            }
            json.writeArrayPropertyStart("utc_summaries");
            SUMMARIES.write(json, summaries, 0, summaries.size());
            json.writeEndArray();
        });
    }

    /** Writes what an endpoint shows of a day. */
    private interface DayBody {
        /**
         * @param events of all UTC days that the day overlaps
         * @param publications of those of them that are published
         */
        void write(JsonGenerator json, LocalDay day, List<Event> events, List<Publication> publications)
                throws IOException;
    }

    private ResponseEntity<byte[]> days(String endpoint, Asked asked, DayBody body) throws IOException {
        String collar = asked.collar();
        DayRange range = DayRange.of(asked.parameters());
        return collarDays.answer(() -> {
            LocalDayPage page = LocalDayPage.of(published, range, asked.zone(), asked.parameters());
            String state = Answers.state(endpoint, collar, asked.parameters().canonical(), page.state());
            return Answers.json(asked.request(), asked.response(), state, json -> {
                Map<LocalDate, List<Event>> known = new HashMap<>();
                boolean seen = false;
                json.writeStartObject();
                json.writeStringProperty("collar_id", collar);
                json.writeStringProperty("zone", asked.zone().getId());
                json.writeArrayPropertyStart("days");
                for (LocalDay day : page.days()) {
                    List<Publication> publications = page.of(day);
                    List<Event> events = events(publications, collar, known);
                    seen |= !events.isEmpty();
                    writeHead(json, day, page, publications);
                    body.write(json, day, events, publications);
                    json.writeEndObject();
                }
                json.writeEndArray();
                TimelineController.writeTail(json, page.unpublished(), page.next(), asked.request());
                // To a credential for all collars the days themselves are the only word on whether there is one.
                if (!seen
                        && !page.days().isEmpty()
                        && !asked.principal().collars().contains(collar)) {
                    throw new ProblemException(ProblemKind.UNKNOWN_COLLAR, ProblemKind.UNKNOWN_COLLAR.meaning());
                }
            });
        });
    }

    /** @param known the events of UTC days that were looked up already: a UTC day is a part of two local days */
    private List<Event> events(List<Publication> publications, String collar, Map<LocalDate, List<Event>> known)
            throws IOException {
        List<Event> events = new ArrayList<>();
        for (Publication publication : publications) {
            List<Event> own = known.get(publication.eventDay());
            if (own == null) {
                own = collarDays.events(publication, collar);
                known.put(publication.eventDay(), own);
            }
            events.addAll(own);
        }
        return events;
    }

    /** Begins the object of a day. What a UTC day's answer says of its publication is that of the newest here. */
    private static void writeHead(JsonGenerator json, LocalDay day, LocalDayPage page, List<Publication> publications) {
        Publication newest = publications.stream()
                .max(Comparator.comparing(Publication::publishedAt).thenComparing(Publication::eventDay))
                .orElseThrow();
        json.writeStartObject();
        json.writeStringProperty("day", day.date().toString());
        writePublication(json, newest);
        json.writeStringProperty("start", time(day.start()));
        json.writeStringProperty("end", time(day.end()));
        json.writeArrayPropertyStart("parts");
        for (LocalDay.Part part : day.parts()) {
            json.writeStartObject();
            json.writeStringProperty("day", part.day().toString());
            json.writeStringProperty("start", time(part.start()));
            json.writeStringProperty("end", time(part.end()));
            writePublication(json, page.publications().get(part.day()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @param publication null for a day that is not published */
    private static void writePublication(JsonGenerator json, @Nullable Publication publication) {
        if (publication == null) {
            json.writeNullProperty("published_at");
            json.writeNullProperty("run");
            json.writeNullProperty("ruleset");
        } else {
            json.writeStringProperty("published_at", Times.text(publication.publishedAt()));
            json.writeNumberProperty("run", publication.run());
            json.writeStringProperty("ruleset", publication.ruleset());
        }
    }

    private static void writeSpan(JsonGenerator json, Span span) {
        json.writeStartObject();
        json.writeStringProperty("start", time(span.start()));
        json.writeStringProperty("end", time(span.end()));
        json.writeStringProperty("behavior", span.behavior().label());
        json.writeBooleanProperty("starts_before", span.startsBefore());
        json.writeBooleanProperty("ends_after", span.endsAfter());
        json.writeArrayPropertyStart("event_ids");
        span.events().forEach(event -> json.writeString(event.eventId()));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeMinutes(JsonGenerator json, List<Span> spans) {
        json.writeStartObject();
        for (Behavior behavior : MINUTES) {
            String name = "minutes_" + behavior.label().toLowerCase(Locale.ROOT).replace(' ', '_');
            json.writeNumberProperty(name, Span.length(spans, behavior) / MILLIS_PER_MINUTE);
        }
        long observed = spans.stream().mapToLong(Span::length).sum();
        json.writeNumberProperty("observed_minutes", observed / MILLIS_PER_MINUTE);
        json.writeEndObject();
    }

    private static String time(long millis) {
        return Times.text(Instant.ofEpochMilli(millis));
    }
}
